"""The notebook runs from top to bottom on the sample reports, and shows a plot that a person can read."""

import base64
import io
import os
import warnings
from pathlib import Path

import nbformat
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "notebooks" / "tour.ipynb"


@pytest.fixture(scope="module")
def executed(once, samples):
    """The notebook after a run over the sample reports. A cell that fails raises CellExecutionError here."""

    def fill(folder):
        nbformat.write(run(samples), folder / NOTEBOOK.name)

    return nbformat.read(once("notebook", fill) / NOTEBOOK.name, as_version=4)


def run(dataset):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Jupyter's own, and none of ours: those of the cells stand in their outputs
        patch.setenv("GONGKAI_DATASET", str(dataset))
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        patch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        from nbclient import NotebookClient

        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT)}}).execute()
    return notebook


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


def test_it_says_nothing_on_the_error_stream(executed):
    """Where a font lacks a glyph, or pandas warns, this is where it shows."""
    assert [output.text for output in outputs(executed) if output.get("name") == "stderr"] == []


def test_it_shows_a_plot_with_something_on_it(executed):
    pictures = [output.data["image/png"] for output in outputs(executed) if "image/png" in output.get("data", {})]
    assert len(pictures) == 1
    with Image.open(io.BytesIO(base64.b64decode(pictures[0]))) as plot:
        assert plot.width > 500
        assert plot.height > 300
        assert len(plot.convert("RGB").getcolors(plot.width * plot.height)) > 100


def test_its_tables_hold_every_report_and_the_fault_of_one(executed):
    shown = "".join(output.data.get("text/html", "") for output in outputs(executed) if "data" in output)
    assert "outcomes_add_up" in shown
    assert "Denied, third-party rights" in shown
    assert "（七）总计为 2" in shown


def test_it_is_committed_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert outputs(notebook) == []
    assert all(cell.get("execution_count") is None for cell in notebook.cells)
