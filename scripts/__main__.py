"""python -m scripts <program> [arguments]: one of the modules beside this one."""

import signal

# Ctrl-C ends a program without a traceback, also in the middle of the imports below; one that has to tidy up first
# sets a handler of its own.
signal.signal(signal.SIGINT, signal.SIG_DFL)

import importlib  # noqa: E402
import sys  # noqa: E402

module = importlib.import_module(f"scripts.{sys.argv.pop(1)}")
sys.exit(module.main(sys.argv[1:]))
