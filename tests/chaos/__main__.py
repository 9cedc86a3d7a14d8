"""`python -m tests.chaos [SCENARIO [TIMES]]`: break, check the ledger, tell; exit code 1 on a fault."""

import asyncio
import sys

from tests.chaos.rounds import play
from tests.chaos.scenarios import SCENARIOS


def main(names: list[str]) -> int:
    for name in [names[0]] if names else SCENARIOS:
        scenario = SCENARIOS[name]
        o = asyncio.run(play(scenario, int(names[1]) if len(names) > 1 else scenario.times))
        print(
            name,
            o.rounds,
            o.acknowledged,
            o.first_s,
            o.all_s,
            o.seen_s,
            o.codes,
            o.errors,
            o.verdict.faults[:10],
            len(o.verdict.faults),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
