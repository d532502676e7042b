"""The printer of a batch: selected once, and opened by its name for each letter."""

from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from ur_desktop.domain.errors import UserError
from ur_desktop.domain.letter.batch import Printer


def ask_printer(parent: QWidget) -> Printer | None:
    """Ask for a printer of whole letters; None when the dialog is canceled, without a name when it prints to a file.

    UserError when this computer has no printer.
    """
    if not QPrinterInfo.availablePrinterNames():
        raise UserError(
            "This computer has no printer.",
            "Add one in the system’s settings, or save the letters to a folder: Ctrl+S.",
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    for option in (
        QAbstractPrintDialog.PrintDialogOption.PrintPageRange,
        QAbstractPrintDialog.PrintDialogOption.PrintToFile,
    ):
        dialog.setOption(option, on=False)
    return choice_of(printer) if dialog.exec() == QDialog.DialogCode.Accepted else None


def choice_of(printer: QPrinter) -> Printer:
    """The selected printer and its settings, as the vault stores them."""
    to_file = printer.outputFormat() is not QPrinter.OutputFormat.NativeFormat or printer.outputFileName()
    return Printer(
        "" if to_file else printer.printerName(),
        printer.duplex().name,
        printer.colorMode().name,
        printer.paperSource().name,
        printer.copyCount(),
    )


def printer_for(choice: Printer, _letter: str) -> QPrinter | None:
    """The selected printer, ready for one letter; None when it is not available."""
    info = QPrinterInfo.printerInfo(choice.name)
    if info.isNull():
        return None
    return set_as(choice, QPrinter(info, QPrinter.PrinterMode.HighResolution))


def set_as(choice: Printer, printer: QPrinter) -> QPrinter:
    """Apply the selected settings to a printer; those it does not know are left out."""
    if choice.duplex in QPrinter.DuplexMode.__members__:
        printer.setDuplex(QPrinter.DuplexMode[choice.duplex])
    if choice.color in QPrinter.ColorMode.__members__:
        printer.setColorMode(QPrinter.ColorMode[choice.color])
    if choice.source in QPrinter.PaperSource.__members__:
        printer.setPaperSource(QPrinter.PaperSource[choice.source])
    printer.setCopyCount(choice.copies)
    return printer
