from importlib import metadata

from houses import Town


def test_about_names_what_runs_and_the_licence_of_each_part(fast_town: Town) -> None:
    said = fast_town.labeler.get("/api/v1/about").json()

    assert said["version"] == metadata.version("labelkeep")
    named = {one["name"].casefold(): one for one in said["packages"]}
    assert {"fastapi", "starlette", "sqlalchemy", "psycopg", "obstore"} <= set(named), "what those need as well"
    assert named["fastapi"]["licence"] == "MIT"
    assert "pytest" not in named
    assert [one["name"] for one in said["packages"] if not one["licence"]] == []
    assert fast_town.anonymous().get("/api/v1/about").status_code == 401
