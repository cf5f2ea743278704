"""What holds for every test."""

from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: no test is timed.
settings.register_profile("family_map", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("family_map")
