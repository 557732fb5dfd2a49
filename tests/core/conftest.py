from hypothesis import settings

# The same examples every time, so that a run can be trusted and repeated; --hypothesis-profile=default looks further.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
