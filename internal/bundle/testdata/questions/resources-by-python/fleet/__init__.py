def load_resources(bundle):
    raise SystemExit(4)
