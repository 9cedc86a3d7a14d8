"""`python -m tests.live.web`: a grown web process that can be watched, otherwise as operators start it."""

import sys

from config import web

if __name__ == "__main__":
    sys.exit(web.main(sys.argv[1:], "tests.live.watched:application"))
