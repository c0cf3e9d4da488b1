"""The part of the site map below /teams: units, goals, questions, and files of the comparison."""

from django.urls import path

from likely.web import goals, team_signs, teams, units

urlpatterns = [
    path("units", units.units, name="units"),
    path("units.csv", units.units_file, name="units-file"),
    path("units/new", units.new_unit, name="new-unit"),
    path("units/import", units.units_import, name="units-import"),
    path("units/found", units.units_from_answers, name="units-from-answers"),
    path("units/levels", units.unit_levels, name="unit-levels"),
    path("units/<uuid:unit_id>", units.unit, name="unit"),
    path("units/<uuid:unit_id>/drop", units.unit_drop, name="drop-unit"),
    path("goals", goals.goals, name="goals"),
    path("goals/new", goals.new_goal, name="new-goal"),
    path("goals/<uuid:goal_id>", goals.goal, name="goal"),
    path("goals/<uuid:goal_id>/change", goals.goal_change, name="change-goal"),
    path("goals/<uuid:goal_id>/drop", goals.goal_drop, name="drop-goal"),
    path("goals/<slug:name>.<str:kind>", goals.goal_file, name="goal-file"),
    path("signs", team_signs.team_signs, name="team-signs"),
    path("<slug:name>.<str:kind>", teams.team_file, name="team-file"),
]
