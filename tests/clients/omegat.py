#!/usr/bin/env python3
"""Translates an XLIFF file by OmegaT without its window: omegat.py IN OUT

OmegaT first tells its segments as a translation memory; each gets its source, with OmegaT's tags and a mark before it, as its
translation; then OmegaT makes the target file. Prints the number of marks."""
import os, shutil, subprocess, sys, tempfile
import xml.etree.ElementTree as ET

FOLDERS = ("source", "target", "tm", "glossary", "dictionary", "omegat")


def make_project(folder, source):
    for name in FOLDERS:
        os.makedirs(os.path.join(folder, name))
    shutil.copy(source, os.path.join(folder, "source", "in.xlf"))
    omegat = ET.Element("omegat")
    project = ET.SubElement(omegat, "project", version="1.0")
    settings = [(name + "_dir", "__DEFAULT__") for name in ("source", "target", "tm", "glossary", "dictionary")]
    settings += [("source_lang", "en"), ("target_lang", "fr"), ("sentence_seg", "false"),
                 ("support_default_translations", "true"), ("remove_tags", "false")]
    for name, value in settings:
        ET.SubElement(project, name).text = value
    ET.ElementTree(omegat).write(os.path.join(folder, "omegat.project"), xml_declaration=True, encoding="UTF-8")


def run(home, project, *options):
    subprocess.run(["omegat", *options, "--config-dir=" + home, "--no-team", project], check=True, timeout=280,
                   stdin=subprocess.DEVNULL, stdout=sys.stderr, env=dict(os.environ, HOME=home))


def mark_segments(path, out):
    memory = ET.parse(path)
    count = 0
    for unit in memory.iter("tu"):
        source, target = (variant.find("seg") for variant in unit.findall("tuv"))
        count += 1
        target.text = f"«{count}»" + "".join(source.itertext())
        for child in list(target):
            target.remove(child)
    memory.write(out, xml_declaration=True, encoding="UTF-8")
    return count


def main():
    with tempfile.TemporaryDirectory() as home:
        project, seen = os.path.join(home, "project"), os.path.join(home, "seen.tmx")
        make_project(project, sys.argv[1])
        run(home, project, "--mode=console-createpseudotranslatetmx", "--pseudotranslatetmx=" + seen,
            "--pseudotranslatetype=equal")
        count = mark_segments(seen, os.path.join(project, "omegat", "project_save.tmx"))
        run(home, project, "--mode=console-translate", "--tag-validation=abort")
        shutil.copy(os.path.join(project, "target", "in.xlf"), sys.argv[2])
    print(count)


main()
