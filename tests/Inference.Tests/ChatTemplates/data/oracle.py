"""Renders every template with every conversation by Jinja2, set up as chat templates expect it, and writes expected/.

Reads the results of oracle.mjs from standard input. Where the two oracles agree, a case has one result. Where they differ, Jinja2
decides, for published templates are written for it, and the other result is kept beside it under "huggingface".
"""
import datetime
import json
import pathlib
import sys

import jinja2
import jinja2.ext
import jinja2.sandbox

HERE = pathlib.Path(__file__).parent
NOW = datetime.datetime(2026, 11, 24, 20, 30, 5)


class Refused(Exception):
    pass


class Generation(jinja2.ext.Extension):
    """Renders the body of a generation block."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("body"), [], [], body).set_lineno(line)

    def body(self, caller):
        return caller()


def refuse(message):
    raise Refused(message)


def to_json(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def environment():
    made = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    made.filters["tojson"] = to_json
    made.globals["raise_exception"] = refuse
    made.globals["strftime_now"] = NOW.strftime
    return made


def render(template, conversation):
    try:
        text = template.render(
            messages=conversation["messages"], tools=conversation.get("tools"),
            add_generation_prompt=conversation["add_generation_prompt"],
            bos_token="<s>", eos_token="</s>", **conversation.get("variables", {}))
        return {"text": text}
    except Refused as refusal:
        return {"refused": str(refusal)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def merge(result, other):
    same = result == other or ("refused" in result and result["refused"] == other.get("error")) or ("error" in result and "error" in other)
    return result if same else {**result, "huggingface": other}


def main():
    others = json.load(sys.stdin)
    conversations = json.loads((HERE / "conversations.json").read_text("utf-8"))
    (HERE / "expected").mkdir(exist_ok=True)
    for path in sorted((HERE / "templates").glob("*.jinja")):
        source = path.read_text("utf-8")
        template = environment().from_string(source)
        merged = {
            name: merge(render(template, conversation), others[path.stem][name])
            for name, conversation in conversations.items()
            if path.stem in conversation.get("templates", [path.stem]) and ("messages" in source or name == "single")
        }
        text = json.dumps(merged, ensure_ascii=False, indent=2) + "\n"
        (HERE / "expected" / f"{path.stem}.json").write_text(text, "utf-8")
        differing = sum("huggingface" in case for case in merged.values())
        print(f"{path.stem}: {len(merged)} cases, the oracles differ in {differing}")


main()
