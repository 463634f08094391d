"""Renders the chart with Helm's own engine and holds every manifest against the schemas of Kubernetes, unknown members included.

usage: render.py CHART VALUES [KUBERNETES_VERSION]
Standard output: one JSON list of the manifests. Exit 1: what is wrong, on standard error. Needs helm-python-sdk and kubernetes-validate.
"""
import json
import sys

import helm_python
import kubernetes_validate
import yaml


def main(chart_path: str, values_path: str, version: str = "1.33") -> int:
    with open(values_path, encoding="utf-8") as file:
        values = yaml.safe_load(file)
    with helm_python.Chart.load(chart_path) as chart:
        rendered = chart.render(values, name="ncpeh", namespace="ncpeh")
    manifests = [one for text in rendered.values() for one in yaml.safe_load_all(text) if one]
    faults = []
    for manifest in manifests:
        try:
            kubernetes_validate.validate(manifest, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            place = ".".join(str(part) for part in error.path)
            faults.append(f"{manifest.get('kind')} {manifest['metadata']['name']}: {place}: {error.message}")
    for fault in faults:
        print(fault, file=sys.stderr)
    json.dump(manifests, sys.stdout)
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        sys.exit(64)
    sys.exit(main(*sys.argv[1:]))
