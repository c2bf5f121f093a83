"""school.py FOLDER SEED: one school of 600 students at 150 hosts with 40 teachers, everybody pinned to the post.

What is left to decide is who supervises whom: the second program alone."""

import random
import sys
from pathlib import Path

STUDENTS, HOSTS, TEACHERS = 600, 150, 40
LARGEST_HOST, LIMIT, HOST_LIMIT = 14, 16, 5
SPECIALTIES = ["730701", "730702", "710201", "660301", "660101", "740201", "750101"]
TAUGHT = ["7307", "7102", "6603", "6601", "7402", "7501"]


def sizes(draw):
    """A few hosts take many students, most take one or two."""
    weights = [draw.paretovariate(1.2) for _ in range(HOSTS)]
    found = [1] * HOSTS
    while sum(found) < STUDENTS:
        host = draw.choices(range(HOSTS), weights)[0]
        found[host] += found[host] < LARGEST_HOST
    return found


def make(folder, seed):
    draw = random.Random(seed)
    students, posts, pins = [], [], []
    for host, size in enumerate(sizes(draw)):
        main = draw.choice(SPECIALTIES)
        codes = [main if draw.random() < 0.75 else draw.choice(SPECIALTIES) for _ in range(size)]
        place = f"{30.2 + draw.uniform(-0.1, 0.1):.4f},{120.1 + draw.uniform(-0.1, 0.1):.4f}"
        posts.append(
            f"P{host:03},E{host:03},post,{';'.join(sorted(set(codes)))},{size},{place},2026-09-01,2027-01-31,3000")
        for code in codes:
            number = f"S{len(students):04}"
            own = f"T{draw.randrange(TEACHERS):02}" if draw.random() < 0.02 else ""
            students.append(f"{number},X1,{code},2,2008-01-01,{own}")
            pins.append(f"{number},P{host:03},pin,held for the benchmark")
    teachers = [
        f"T{t:02},Teacher {t},X1,{';'.join(draw.sample(TAUGHT, 1 if draw.random() < 0.7 else 2))},"
        f"{LIMIT + draw.choice([0, 0, 0, -2, 2])}" for t in range(TEACHERS)]
    tables = {
        "schools": ("school_id,name,district,latitude,longitude", ["X1,School,D,30.2,120.1"]),
        "enterprises": (
            "enterprise_id,name,district,staff_total,staff_on_duty",
            [f"E{host:03},Host {host},D,1000,1000" for host in range(HOSTS)]),
        "posts": (
            "post_id,enterprise_id,title,specialty_codes,seats,latitude,longitude,start_date,end_date,monthly_pay",
            posts),
        "students": ("student_id,school_id,specialty_code,grade,birth_date,teacher_id", students),
        "decisions": ("student_id,post_id,decision,reason", pins),
        "teachers": ("teacher_id,name,school_id,specialty_codes,max_students", teachers)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n")
    (folder / "policy.yaml").write_text(
        f"name: school\nlanguage: en\nsupervision: {{max_hosts: {HOST_LIMIT}}}\n"
        "quotas: {staff_share_max: 1, post_share_max: 1}\n")


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
