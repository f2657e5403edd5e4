"""How templates write what they are given: escaped as markupsafe does it, without making each piece an object of its own.

A page writes a thousand pieces, each of which is joined to the next at once; to wrap and look at each took a seventh of
its time.
"""

from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import (  # type: ignore[attr-defined]  # not public: a test compares it with `escape`
    Markup,
    _escape_inner,
    escape,
)


def written(value: Any) -> str:
    """The value as it stands in HTML: what `escape` gives, as plain text."""
    kind = type(value)
    if kind is Markup:
        text: str = value
    elif kind is str:
        text = _escape_inner(value)
    else:
        text = str(value) if kind is int else escape(value)
    return text


class _Generator(CodeGenerator):
    """Jinja2's own, but for how it escapes what stands between {{ and }}."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.written(")
        if finalize.src is not None:
            self.write(finalize.src)


class Templates(Environment):
    """An environment whose templates write so."""

    code_generator_class = _Generator
    written = staticmethod(written)
