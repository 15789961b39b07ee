"""The VBA around the worksheet functions, written without Excel: what ``XLPy.CallUDF`` of xlwings wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from partnerxl.excel import functions

CALLED = "partnerxl.excel.functions"
LONGEST = 255
NOT_AVAILABLE, NO_VALUE = "CVErr(2042)", "CVErr(2015)"
RESERVED = frozenset(
    "and any as attribute boolean byref byte byval call case cdec class close const currency date debug "
    "decimal declare dim do double each else elseif empty end endif enum eqv erase error event exit false "
    "for friend function get global gosub goto if imp implements in input integer is let lib like line "
    "lock long longlong longptr loop lset me mid mod name new next not nothing null object of on open "
    "option optional or paramarray preserve print private property public put raiseevent redim rem resume "
    "return rset seek select set single static step stop string sub then time to true type typeof until "
    "variant wend while with withevents write xor application argsarray failed k range xlpy".split()
)
"""Words that VBA keeps for itself, and those the wrappers use."""


def vba_module() -> str:
    """The module of worksheet functions.

    Raises:
        ValueError: If VBA cannot have the name of an argument.
    """
    described = [wrapped.__xlfunc__ for wrapped in functions.OURS]  # type: ignore[attr-defined]
    head = [
        "Option Explicit",
        '\' The worksheet functions. Made by "partnerxl addin install"; what is changed here is lost.',
        "",
    ]
    return "\n".join(
        [*head, *(line for facts in described for line in _function(facts)), *_description(described)]
    )


def _function(facts: dict[str, Any]) -> Iterator[str]:
    """The wrapper of one function."""
    name, arguments = facts["name"], facts["args"]
    _check(name, [argument["name"] for argument in arguments])
    *fixed, rest = arguments
    declared = ", ".join([*(argument["name"] for argument in fixed), f"ParamArray {rest['name']}()"])
    yield f"Public Function {name}({declared})"
    yield f"Attribute {name}.VB_Description = {_text(facts['ret']['doc'])}"
    yield "    #If Mac Then"
    yield f"        {name} = {NOT_AVAILABLE} ' worksheet functions need Excel for Windows"
    yield "    #Else"
    yield "        On Error GoTo failed"
    yield from (f"        {line}" for line in _gather([argument["name"] for argument in fixed], rest["name"]))
    yield f'        {name} = XLPy.CallUDF("{CALLED}", "{name}", argsArray, ActiveWorkbook, Application.Caller)'
    yield "        Exit Function"
    yield "failed:"
    yield f"        {name} = {NO_VALUE} ' the log has the reason"
    yield "    #End If"
    yield "End Function"
    yield ""


def _check(name: str, arguments: Sequence[str]) -> None:
    for argument in arguments:
        if argument.casefold() in RESERVED or not argument.isascii() or argument.startswith("_"):
            text = f"{name}: VBA cannot have an argument called '{argument}'. Choose another name."
            raise ValueError(text)


def _gather(fixed: Sequence[str], rest: str) -> Iterator[str]:
    """Put the arguments into one array; a range stays a range."""
    yield "Dim argsArray() As Variant, k As Long"
    yield f"ReDim argsArray(0 To UBound({rest}) + {len(fixed)})"
    for at, argument in enumerate(fixed):
        yield _put(f"argsArray({at})", argument)
    yield f"For k = 0 To UBound({rest})"
    yield f"    {_put(f'argsArray({len(fixed)} + k)', f'{rest}(k)')}"
    yield "Next k"


def _put(place: str, value: str) -> str:
    return f"If IsObject({value}) Then Set {place} = {value} Else {place} = {value}"


def _description(described: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A macro that tells Excel what the functions and their arguments are; it is run when the add-in opens."""
    yield "' Shows what each function and argument is when somebody inserts a function."
    yield "Public Sub PxlDescribeFunctions()"
    yield "    On Error Resume Next"
    for facts in described:
        arguments = ", ".join(_text(argument["doc"]) for argument in facts["args"])
        yield f'    Application.MacroOptions Macro:="\'" & ThisWorkbook.Name & "\'!{facts["name"]}", _'
        yield f"        Description:={_text(facts['ret']['doc'])}, _"
        yield f"        Category:={_text(facts['category'])}, _"
        yield f"        ArgumentDescriptions:=Array({arguments})"
    yield "End Sub"
    yield ""


def _text(words: str) -> str:
    """Words as a text of VBA, as long as Excel shows them."""
    doubled = words[:LONGEST].replace('"', '""')
    return f'"{doubled}"'
