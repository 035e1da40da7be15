# SPDX-License-Identifier: GPL-3.0-or-later
"""The search box of customers: words of names in any order, half-typed names, numbers; every page
forwards and backwards, within the stations of who asks."""

import csv
import io
import random

import case
from case import ServerCase, create_user, main
from generate import FAMILY_NAMES, GIVEN_NAMES

CUSTOMERS = 900
STATIONS = 3
PAGE = 7
ROUNDS = 12

PEOPLE = f"""
BEGIN; SELECT set_config('siraj.actor', '-1', true);
INSERT INTO stations (branch_id, code, name)
SELECT 1, 'S' || s, 'محطة ' || s FROM generate_series(1, {STATIONS}) AS s;
INSERT INTO customers (number, name, name_en, class_id, station_id, mobile, updated_by) VALUES
{{rows}};
INSERT INTO accounts (number, customer_id, branch_id, station_id, class_id, updated_by)
SELECT 'A' || number, id, 1, station_id, class_id, -1 FROM customers WHERE id % 3 > 0;
COMMIT;
"""
SCOPE = """
BEGIN; SELECT set_config('siraj.actor', '-1', true);
UPDATE users SET all_stations = false WHERE username = 'clerk';
INSERT INTO user_stations (user_id, station_id)
SELECT u.id, s.id FROM users u, stations s WHERE u.username = 'clerk' AND s.code <> 'S3';
COMMIT;
"""


class Search(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        draw = random.Random(1)
        rows = []
        for number in range(1, CUSTOMERS + 1):
            name = " ".join([*draw.choices(GIVEN_NAMES[:12], k=3), draw.choice(FAMILY_NAMES[:9])])
            english = "'Saleh trading'" if number % 50 == 0 else "NULL"
            rows.append(f"('C{number:05}', '{name}', {english}, {1 + number % 2}, "
                        f"{1 + number % STATIONS}, '+96777{number:07}', -1)")
        cls.database.sql(PEOPLE.format(rows=",\n".join(rows)))
        create_user(cls.database, "clerk", case.ADMIN_PASSWORD, "cashier")
        cls.database.sql(SCOPE + "VACUUM ANALYZE;")
        cls.clerk = cls.sign_in("clerk", case.ADMIN_PASSWORD)
        cls.people = [dict(row, words=set(row["words"].split())) for row in cls.database.sql(
            "SELECT id, number, name_folded, station_id, class_id,"
            " text_fold(name || ' ' || COALESCE(name_en, '')) AS words FROM customers ORDER BY id")]

    def walk(self, client, **query):
        """The ids of all pages forwards; the pages backwards are held to be the same."""
        pages, cursor = [], {}
        while True:
            page = self.assertStatus(
                client.get("/api/v1/customers", limit=PAGE, **query, **cursor), 200).json
            pages.append([row["id"] for row in page["items"]])
            last, cursor = page, {"after": page["next"]}
            if page["next"] is None:
                break
        for expected in reversed(pages[:-1]):
            last = self.assertStatus(client.get("/api/v1/customers", limit=PAGE, **query,
                                                before=last["previous"]), 200).json
            self.assertEqual([row["id"] for row in last["items"]], expected)
        return [id for page in pages for id in page]

    def having(self, words, **members):
        return [int(row["id"]) for row in self.people
                if set(words) <= row["words"]
                and all(row[name] == str(value) for name, value in members.items())]

    def samples(self, n):
        draw = self.random()
        for _ in range(ROUNDS):
            yield draw.sample(sorted(draw.choice(self.people)["words"]), n)

    def test_words_in_any_order_in_order_of_id(self):
        for n in (1, 2, 3):
            for words in self.samples(n):
                with self.subTest(words=words):
                    found = self.walk(self.api, q=" ".join(words))
                    self.assertEqual(found, self.having(words))
                    self.assertTrue(found)

    def test_only_the_own_stations_are_found(self):
        for words in self.samples(2):
            with self.subTest(words=words):
                self.assertEqual(self.walk(self.clerk, q=" ".join(words)),
                                 [id for id in self.having(words)
                                  if id not in self.having(words, station_id=3)])

    def test_a_filter_narrows_a_search(self):
        for words in self.samples(2):
            with self.subTest(words=words):
                self.assertEqual(self.walk(self.api, q=" ".join(words), class_id=2),
                                 self.having(words, class_id=2))

    def test_a_word_typed_twice_and_the_english_name(self):
        word, = next(self.samples(1))
        self.assertEqual(self.walk(self.api, q=f"{word} {word}"), self.having([word]))
        self.assertEqual(self.walk(self.api, q="TRADING saleh"), self.having(["trading"]))

    def test_a_half_typed_name_in_order_of_names(self):
        draw = self.random()
        for _ in range(ROUNDS):
            folded = draw.choice(self.people)["name_folded"]
            typed = folded[:draw.randrange(2, 12)].strip()
            expected = sorted((row["name_folded"], int(row["id"])) for row in self.people
                              if row["name_folded"].startswith(typed))
            if self.having(typed.split()):
                continue  # these are whole words of somebody
            with self.subTest(typed=typed):
                self.assertEqual(self.walk(self.api, q=typed), [id for _, id in expected])
                self.assertEqual(self.table(typed), [id for _, id in expected])

    def test_a_whole_name_that_begins_another(self):
        short, long = (int(row["id"]) for row in self.people[:2])
        self.change(short, name="قيس بنعم")
        self.change(long, name="قيس بنعمان")
        for typed, expected in (("قيس بن", [short, long]), ("قيس بنعم", [short]),
                                ("قيس بنعما", [long]), ("بنعم قيس", [short]), ("بن قيس", [])):
            with self.subTest(typed=typed):
                self.assertEqual(self.walk(self.api, q=typed), expected)
        for row in self.people[:2]:
            self.change(int(row["id"]), name=row["name_folded"])

    def table(self, typed):
        """The ids of the same as CSV."""
        answer = self.assertStatus(
            self.api.get("/api/v1/customers", q=typed, format="csv"), 200)
        rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
        numbers = {row["number"]: int(row["id"]) for row in self.people}
        return [next(numbers[cell] for cell in row if cell in numbers) for row in rows[1:]]

    def test_a_search_as_csv(self):
        for words in self.samples(2):
            with self.subTest(words=words):
                self.assertEqual(self.table(" ".join(words)), self.having(words))
        self.assertEqual(self.table("ظظظ"), [])

    def test_numbers(self):
        for typed in ("C000", "AC0000", "77000000"):
            with self.subTest(typed=typed):
                numbers = {"C": lambda row: row["number"].startswith(typed),
                           "A": lambda row: int(row["id"]) % 3 > 0
                                and ("A" + row["number"]).startswith(typed)}
                expected = [int(row["id"]) for row in self.people
                            if numbers.get(typed[0], lambda row: False)(row)]
                self.assertEqual(self.walk(self.api, q=typed), expected)

    def test_a_customer_of_another_station_and_another_name(self):
        id = int(self.people[-1]["id"])  # of the station S1, which the clerk sees
        row = self.api.get(f"/api/v1/customers/{id}").json
        self.assertEqual(self.walk(self.clerk, q=row["number"]), [id])
        hidden = self.database.integer("SELECT id FROM stations WHERE code = 'S3'")
        for station_id, seen in ((hidden, []), (row["station_id"], [id])):
            self.change(id, name="سندباد بن بحر البصري", name_en="Sindbad", station_id=station_id)
            for typed in ("سندباد", "البصري سندباد", "Sindbad بحر", "بن بحر البصري", "سندباد بن"):
                self.assertEqual(self.walk(self.api, q=typed), [id])
                self.assertEqual(self.walk(self.clerk, q=typed), seen)
            self.assertEqual(self.wrong_tokens(), 0)
        self.change(id, name=row["name"], name_en=row["name_en"])
        self.assertEqual(self.walk(self.api, q="البصري سندباد"), [])
        self.assertEqual(self.wrong_tokens(), 0)

    def change(self, id, **members):
        values = ", ".join(f"{name} = '{value}'" if value else f"{name} = NULL"
                           for name, value in members.items())
        self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true);"
                          f"UPDATE customers SET {values} WHERE id = {id}; COMMIT")

    def wrong_tokens(self):
        """What the search table has too much or lacks, against the customers as they stand."""
        return self.database.integer("""
            WITH meant AS (
                SELECT token, c.id, c.station_id
                FROM customers c, search_tokens(customer_words(c.name, c.name_en)) AS token),
            found AS (SELECT token, customer_id, station_id FROM customer_tokens)
            SELECT count(*) FROM (
                (TABLE meant EXCEPT TABLE found) UNION ALL (TABLE found EXCEPT TABLE meant)) AS w""")

    def test_the_application_reads_the_words_of_its_stations_alone(self):
        seen = self.database.sql("""
            BEGIN; SET LOCAL siraj.stations = '2'; SET LOCAL ROLE siraj_app;
            SELECT DISTINCT station_id FROM customer_tokens;""")
        self.assertEqual(seen, [{"station_id": "2"}])

    def test_a_found_row_is_the_customer(self):
        words = next(self.samples(2))
        for row in self.api.get("/api/v1/customers", q=" ".join(words), limit=5).json["items"]:
            self.assertEqual(row, self.api.get(f"/api/v1/customers/{row['id']}").json)

    def test_the_everything_box_has_the_same_first_customers(self):
        for n in (1, 2, 3):
            words = next(self.samples(n))
            hits = self.api.get("/api/v1/search", q=" ".join(words)).json["items"]
            self.assertEqual([hit["id"] for hit in hits], self.having(words)[:12])


if __name__ == "__main__":
    main()
