"""Every break that `make chaos` makes, by name."""

from tests.chaos import breaks, provider
from tests.chaos.rounds import Scenario

RESTART = 1012

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("web", "SIGKILL of the only web process", breaks.kill_web, webs=1),
        Scenario("one-of-two", "SIGKILL of one of two web processes", breaks.kill_one_of_two),
        Scenario("postgresql", "SIGKILL of PostgreSQL, away for 2 s", breaks.kill_database(2)),
        Scenario(
            "postgresql-long",
            "SIGKILL of PostgreSQL, away for 20 s",
            breaks.kill_database(20),
            times=3,
            wanted_s=None,
        ),
        Scenario("redis", "SIGKILL of Redis, away for 1 s", breaks.kill_broker(1)),
        Scenario("redis-long", "SIGKILL of Redis, away for 10 s", breaks.kill_broker(10), times=3),
        Scenario("redis-flush", "FLUSHALL on Redis", breaks.flush_broker, times=5),
        Scenario("tab", "a quarter of the tabs crash without a goodbye", breaks.crash_tabs),
        Scenario(
            "restart",
            "SIGTERM of the only web process, started again",
            breaks.restart_web,
            webs=1,
            wanted_s=5.0,
            closing_code=RESTART,
        ),
        Scenario(
            "deploy",
            "SIGTERM of both web processes, one after the other",
            breaks.deploy,
            wanted_s=5.0,
            closing_code=RESTART,
        ),
        Scenario("drop", "every connection breaks off", breaks.drop_network, times=5),
        Scenario(
            "swallow",
            "10 s in which the network swallows everything",
            breaks.swallow_network,
            times=2,
            wanted_s=10.0,
        ),
        Scenario(
            "two-ears",
            "SIGKILL of one of two web processes that hear the calls by sidebands",
            breaks.kill_one_of_two,
            times=5,
            settings=(("CALL_SETUP", "server"),),
        ),
        Scenario("refusals", "the provider: 429, 500, a cut connection", provider.refuse, times=3),
        Scenario("silence", "the provider: 10 s of silence", provider.be_silent, times=3),
        Scenario(
            "nonsense",
            "the provider: repeated, late and unknown events, and SIGKILL of the only web process",
            breaks.kill_web,
            times=5,
            webs=1,
            noise=provider.nonsense,
        ),
        Scenario("slow", "10 s of 300 ms each way", breaks.slow_network, times=2),
    )
}
