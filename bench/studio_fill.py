"""Fills a Label Studio: runs inside its environment; reads a plan from standard input, prints tokens and project.

The database is migrated, people are made with tokens of the older kind (the newer kind needs a refresh every few
minutes), the project has three rectangle classes and the asked number of tasks.
"""

import json
import sys

import django

plan = json.load(sys.stdin)
django.setup()

from django.core.management import call_command  # noqa: E402  Django asks for this order

call_command("migrate", "--no-color", verbosity=0)

from organizations.models import Organization  # noqa: E402
from projects.models import Project  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402
from tasks.models import Task  # noqa: E402
from users.models import User  # noqa: E402

CONFIG = """<View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image">
<Label value="class-0"/><Label value="class-1"/><Label value="class-2"/></RectangleLabels></View>"""

people = [
    User.objects.create_user(email=f"person{n}@example.test", password=plan["password"]) for n in range(plan["people"])
]
organization = Organization.create_organization(created_by=people[0], title="Bench")
organization.jwt.legacy_api_tokens_enabled = True
organization.jwt.save()
for person in people:
    if person != people[0]:
        organization.add_user(person)
    person.active_organization = organization
    person.save()
project = Project.objects.create(
    title="Bench", label_config=CONFIG, created_by=people[0], organization=organization, sampling=plan["sampling"]
)
rows = [
    Task(data={"image": f"/data/upload/{n}.png"}, project=project, overlap=1, inner_id=n + 1)
    for n in range(plan["tasks"])
]
Task.objects.bulk_create(rows, batch_size=1000)
if hasattr(project, "summary"):
    project.summary.update_data_columns(rows)
tokens = [Token.objects.get_or_create(user=person)[0].key for person in people]
print("\n" + json.dumps({"project": str(project.id), "tokens": tokens}))
