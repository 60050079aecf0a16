"""Writes the workbooks and Parquet files that the tests read.

Run it in this folder: pip install openpyxl xlwt odfpy pyarrow; python make.py
"""

import datetime
import decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

# Rooms, with a number stored as text, an empty row, and a cell without a header.
ROOMS = [
    ["city", "rent", "since", "furnished"],
    ["Köln", 812.5, datetime.datetime(2024, 1, 31), True],
    ["Ulm", "640", None, False],
    [None],
    ["Köln", None, datetime.datetime(2016, 2, 28, 12), True, "garden"],
]
NUMBERS = [[row * 0.5, row * row] for row in range(12)]
SLIPS = [["size"]] + [[7]] * 9 + [["1O"]]


def placed(rows):
    """The cells that hold something, with their places."""
    return [(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None]


def write_xlsx():
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    sheet = book.create_sheet("Rooms")
    for r, c, value in placed(ROOMS):
        sheet.cell(r + 3, c + 2, value)
    numbers = book.create_sheet("Numbers")
    for row in NUMBERS:
        numbers.append(row)
    hidden = book.create_sheet("Hidden")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    book.save("rooms.xlsx")
    for name, rows in [("numbers", NUMBERS), ("slips", SLIPS)]:
        book = openpyxl.Workbook()
        book.active.title = name.capitalize()
        for row in rows:
            book.active.append(row)
        book.save(f"{name}.xlsx")


def write_xls():
    book = xlwt.Workbook()
    book.add_sheet("Cover")
    sheet = book.add_sheet("Rooms")
    date = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    for r, c, value in placed(ROOMS):
        style = [date] if isinstance(value, datetime.datetime) else []
        sheet.write(r + 2, c + 1, value, *style)
    book.save("rooms.xls")


def ods_cell(value):
    if value is None:
        return TableCell()
    if isinstance(value, bool):
        cell = TableCell(valuetype="boolean", booleanvalue=str(value).lower())
    elif isinstance(value, float):
        cell = TableCell(valuetype="float", value=value)
    elif isinstance(value, datetime.datetime):
        date = value.isoformat() if value.hour else value.date().isoformat()
        cell = TableCell(valuetype="date", datevalue=date)
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def write_ods():
    book = OpenDocumentSpreadsheet()
    book.spreadsheet.addElement(Table(name="Cover"))
    sheet = Table(name="Rooms")
    book.spreadsheet.addElement(sheet)
    for values in [[], [], *ROOMS]:
        row = TableRow()
        sheet.addElement(row)
        for value in [None, *values]:
            row.addElement(ods_cell(value))
    book.save("rooms.ods")


def write_parquet():
    moments = [datetime.datetime(2024, 1, 31, 12), datetime.datetime(1970, 1, 1), datetime.datetime(1970, 1, 1, 6)]
    table = pa.table({
        "city": pa.array(["Köln", " Ulm ", ""]),
        "kind": pa.array(["flat", None, "flat"]).dictionary_encode(),
        "furnished": pa.array([True, False, None]),
        "rent": pa.array([812.5, float("nan"), -1.25]),
        "size": pa.array([1.5, 2.5, 3.5], pa.float32()),
        "floor": pa.array([0, 255, 3], pa.uint8()),
        "large": pa.array([1, 2**64 - 1, 3], pa.uint64()),
        "price": pa.array([decimal.Decimal(text) for text in ("12.34", "-12.34", "0.01")], pa.decimal128(20, 2)),
        "since": pa.array([datetime.date(2024, 1, 31), None, datetime.date(1969, 12, 31)]),
        "seen": pa.array(moments, pa.timestamp("us")),
        "seen_by_spark": pa.array(moments, pa.timestamp("ns")),
    })
    plain = {"store_schema": False, "write_statistics": False}
    variants = {
        "snappy": {"use_dictionary": True},
        "zstd": {"use_dictionary": False, "data_page_version": "2.0"},
        "gzip": {"use_dictionary": False, "use_deprecated_int96_timestamps": True},
    }
    for compression, options in variants.items():
        name = f"rooms_{compression}.parquet"
        pq.write_table(table, name, compression=compression, row_group_size=2, **plain, **options)
    nested = {"tags": [["a"], []], "place": [{"x": 1, "y": 2}, None], "picture": [b"\xff", b"\xfe"], "n": [1, 2]}
    pq.write_table(pa.table(nested), "nested.parquet", **plain)
    pq.write_table(pa.table({"n": [1, 2]}), "rare.parquet", compression="brotli", **plain)


write_xlsx()
write_xls()
write_ods()
write_parquet()
