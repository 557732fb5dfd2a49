"""The planner: values in, values out. The standard library only; `today` is always an argument; integers only.

`calendar` says which days, `selection` and `fitting` which exercises, `progression` how much, `feedback` what the knee
says; `planner` puts them together, `progress` keeps what happened, `simulation` plays a case forward day by day.
"""
