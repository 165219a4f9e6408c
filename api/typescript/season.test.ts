// A whole season through the typed client alone: from an empty house to the published list.
// The server's address and set-up code stand in SAICHANG_TEST_URL and SAICHANG_TEST_CODE;
// internal/scenarios starts one and runs this.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { all, answer, createSaichang, idempotencyKey, ifMatch, Refusal } from "./client.ts";
import type { Account, Aspect, Entry, MarkingSchemeContent, MarkSheet, Member, Observed, Panel, Person, ProblemCode, Saichang } from "./client.ts";

const baseUrl = process.env.SAICHANG_TEST_URL ?? assert.fail("SAICHANG_TEST_URL is not set");
const code = process.env.SAICHANG_TEST_CODE ?? assert.fail("SAICHANG_TEST_CODE is not set");
const cisFile = new URL("../../../internal/cis/testdata/wsc2024_web_module_e.csv", import.meta.url);

const password = "correct horse battery staple";
const everybody = createSaichang({ baseUrl, language: "en" });

/** Somebody who is signed in. */
type Caller = { api: Saichang; id: string };

async function signIn(login: string, secret = password): Promise<Caller> {
  const { token, session } = await answer(everybody.POST("/sessions", { body: { login, password: secret, client: "season" } }));
  return { api: createSaichang({ baseUrl, token, language: "en" }), id: session.account_id };
}

/** Makes an account, gives it a role if there is one, changes its first password and signs in. */
async function somebody(by: Saichang, login: string, role?: "registrar" | "chief_judge" | "check_in", on?: string): Promise<Caller> {
  const first = "first password to change";
  const account: Account = await answer(by.POST("/accounts", { body: { login, display_name: login, password: first } }));
  if (role && on) {
    await by.POST("/accounts/{account_id}/grants", { params: { path: { account_id: account.id } }, body: { role, on } });
  }
  const { api } = await signIn(login, first);
  await api.PUT("/me/password", { body: { current_password: first, new_password: password } });
  return signIn(login);
}

/** The refusal that a call has to end with. */
async function refused(call: Promise<unknown>, status: number, code: ProblemCode): Promise<Refusal> {
  const refusal = await call.then(
    () => assert.fail(`expected the refusal ${code}`),
    (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)),
  );
  assert.deepEqual([refusal.status, refusal.code], [status, code]);
  return refusal;
}

/** Criterion A, 83.00: with criterion E of the imported file it makes 100. */
const criterionA: MarkingSchemeContent = {
  title: "Web Technologies",
  criteria: [
    {
      letter: "A",
      name: "Work process",
      sub_criteria: [
        {
          code: "A1",
          name: "Delivery",
          day: 1,
          aspects: [
            { description: "Everything is delivered in time", definition: { kind: "measurement_binary", max: "40.00" } },
            { description: "The code passes the linter", definition: { kind: "stepped_deduction", max: "20.00", per_occurrence: "0.50" } },
            { description: "Automated tests", definition: { kind: "measurement_points", max: "13.00", step: "0.50" } },
            {
              description: "The code reads well",
              descriptors: ["Below industry standard", "Meets the standard", "Above the standard", "Excellent"],
              definition: { kind: "judgement", max: "10.00" },
            },
          ],
        },
      ],
    },
  ],
};

/** How well somebody works: what the judges see. */
interface Work {
  errors: number; // per stepped aspect of criterion E
  lint: number;
  tests: string;
  delivered: boolean;
  commandBar: boolean; // sub-criterion E5 was attempted
  scores: { A1: [number, number, number]; E4: [number, number, number] };
}

const works: Record<string, Work> = {
  李伟: { errors: 0, lint: 0, tests: "13.00", delivered: true, commandBar: true, scores: { A1: [3, 3, 2], E4: [3, 3, 3] } },
  王芳: { errors: 1, lint: 4, tests: "10.50", delivered: true, commandBar: true, scores: { A1: [2, 2, 2], E4: [2, 2, 2] } },
  张敏: { errors: 2, lint: 10, tests: "5.00", delivered: false, commandBar: false, scores: { A1: [1, 1, 1], E4: [0, 1, 1] } },
};

/** What the panel sees together for an aspect, with the reason of a deduction. */
function measured(work: Work, sheet: MarkSheet, { definition }: Aspect): { observed: Observed; reason?: string } {
  if (sheet.sub_criterion === "E5" && !work.commandBar) return { observed: { kind: "not_attempted" }, reason: "no command bar" };
  switch (definition.kind) {
    case "measurement_binary": {
      const achieved = sheet.sub_criterion !== "A1" || work.delivered;
      return achieved ? { observed: { kind: "achieved", achieved } } : { observed: { kind: "achieved", achieved }, reason: "an hour late" };
    }
    case "stepped_deduction": {
      const occurrences = sheet.sub_criterion === "A1" ? work.lint : work.errors;
      return { observed: { kind: "occurrences", occurrences }, reason: occurrences > 0 ? `${occurrences} errors` : "" };
    }
    case "measurement_points":
      return { observed: { kind: "points", points: work.tests }, reason: work.tests === definition.max ? "" : "not everything is tested" };
    default:
      return assert.fail(`${definition.kind} is not in this scheme`);
  }
}

test("a season runs through the typed client", async (t) => {
  const step = async <T>(name: string, tell: () => Promise<T>): Promise<T> => {
    let told: { value: T } | undefined;
    await t.test(name, async () => {
      told = { value: await tell() };
    });
    return told ? told.value : assert.fail(`the story ended at: ${name}`);
  };

  const admin = await step("an empty house gets its administrator", async () => {
    assert.equal((await answer(everybody.GET("/service"))).setup_needed, true);
    const account = await answer(everybody.POST("/setup", { body: { code, login: "admin", display_name: "管理员", password } }));
    assert.equal(account.organization_id, null);
    assert.equal((await answer(everybody.GET("/service"))).setup_needed, false);
    const { api, id } = await signIn("admin");
    const me = await answer(api.GET("/me"));
    assert.deepEqual([me.account?.id, me.service_token], [id, null]);
    return api;
  });

  const { edition, event, stage, teamEvent } = await step("an edition with the WorldSkills rules opens", async () => {
    const programme = await answer(admin.POST("/programmes", { body: { name: { "zh-CN": "世界技能大赛", en: "WorldSkills" } } }));
    const draft = await answer(
      admin.POST("/programmes/{programme_id}/editions", {
        params: { path: { programme_id: programme.id } },
        body: { number: 46, year: 2021, name: { "zh-CN": "第46届世界技能大赛上海选拔赛" }, host: { "zh-CN": "上海" }, time_zone: "Asia/Shanghai" },
      }),
    );
    const path = { edition_id: draft.id };
    const rules = await answer(admin.POST("/editions/{edition_id}/rule-sets", { params: { path }, body: { preset: "worldskills" } }));
    assert.equal(rules.rules.registration.age?.limit, 22);
    const event = await answer(
      admin.POST("/editions/{edition_id}/events", { params: { path }, body: { number: "17", name: { "zh-CN": "网站技术", en: "Web Technologies" } } }),
    );
    const teamEvent = await answer(
      admin.POST("/editions/{edition_id}/events", { params: { path }, body: { number: "10", name: { en: "Mechatronics" }, team_min: 2, team_max: 2 } }),
    );
    const stages = await answer(admin.GET("/events/{event_id}/stages", { params: { path: { event_id: event.id } } }));
    const edition = await answer(
      admin.POST("/editions/{edition_id}/transitions", { params: { path, header: { ...ifMatch(draft), ...idempotencyKey() } }, body: { to: "open" } }),
    );
    assert.deepEqual([edition.status, edition.rule_set_id], ["open", rules.id]);
    return { edition, event, teamEvent, stage: stages.items[0] ?? assert.fail("an event begins with a stage") };
  });
  const stagePath = { stage_id: stage.id };

  await step("who changes what somebody else has changed is shown it as it is now", async () => {
    const path = { event_id: event.id };
    await admin.PATCH("/events/{event_id}", { params: { path, header: ifMatch(event) }, body: { sector: "ICT" } });
    const stale = await refused(admin.PATCH("/events/{event_id}", { params: { path, header: ifMatch(event) }, body: { sector: "IT" } }), 412, "revision_stale");
    const current = stale.current<typeof event>() ?? assert.fail("412 shows the thing");
    assert.deepEqual([current.sector, current.revision], ["ICT", event.revision + 1]);
    const { response } = await admin.PATCH("/events/{event_id}", { params: { path, header: ifMatch(current) }, body: { sector: "IT" } });
    assert.equal(response.headers.get("ETag"), ifMatch({ revision: current.revision + 1 })["If-Match"]);
  });

  const entries = await step("two schools enter their people", async () => {
    const entries: Entry[] = [];
    for (const [n, names] of [["李伟", "王芳", "赵强", "孙丽"], ["张敏", "刘洋"]].entries()) {
      const key = idempotencyKey();
      const body = { name: { "zh-CN": `上海第${n + 1}职业学校` }, kind: "school" as const };
      const school = await answer(admin.POST("/organizations", { params: { header: key }, body }));
      const again = await answer(admin.POST("/organizations", { params: { header: key }, body })); // the answer was lost
      assert.deepEqual(again, school);
      const clerk = (await somebody(admin, `registrar.${n + 1}`, "registrar", school.id)).api;

      const people: Person[] = [];
      for (const name of names) {
        people.push(await answer(clerk.POST("/people", { body: { name, birth_date: "2002-03-04", organization_id: school.id } })));
      }
      const enter = async (event_id: string, name: string | null, members: Person[]) => {
        const draft = await answer(
          clerk.POST("/events/{event_id}/entries", {
            params: { path: { event_id } },
            body: { organization_id: school.id, name, members: members.map((p) => ({ person_id: p.id, role: "competitor" as const })) },
          }),
        );
        const submitted = await answer(
          clerk.POST("/entries/{entry_id}/submission", { params: { path: { entry_id: draft.id }, header: { ...ifMatch(draft), ...idempotencyKey() } } }),
        );
        assert.deepEqual([submitted.status, submitted.reasons, submitted.reason_code], ["submitted", [], null]);
        entries.push(submitted);
      };
      for (const person of people.slice(0, 2)) await enter(event.id, null, [person]);
      if (people.length > 2) await enter(teamEvent.id, "机电一队", people.slice(2));
      await refused(clerk.POST("/programmes", { body: { name: { en: "Mine" } } }), 403, "action_forbidden");
    }
    return entries;
  });

  await step("the entries are approved, confirmed and checked in, one is absent", async () => {
    for (let entry of entries) {
      const to = () => ({ params: { path: { entry_id: entry.id }, header: { ...ifMatch(entry), ...idempotencyKey() } } });
      entry = await answer(admin.POST("/entries/{entry_id}/approval", to()));
      entry = await answer(admin.POST("/entries/{entry_id}/confirmation", to()));
      const first: Member | undefined = entry.members[0];
      entry = await answer(first?.name === "刘洋" ? admin.POST("/entries/{entry_id}/absence", to()) : admin.POST("/entries/{entry_id}/check-in", to()));
    }
    const list = await answer(admin.GET("/entries", { params: { query: { event: event.id, status: "checked_in", count: "exact" } } }));
    assert.deepEqual([list.total, list.next_cursor], [3, null]);
    const team = await answer(admin.GET("/entries", { params: { query: { event: teamEvent.id } } }));
    assert.deepEqual(team.items.map((e) => [e.name, e.status, e.members.map((m) => m.name)]), [["机电一队", "checked_in", ["赵强", "孙丽"]]]);
  });

  await step("registration closes and the edition runs", async () => {
    let now = edition;
    for (const to of ["closed", "running"] as const) {
      now = await answer(
        admin.POST("/editions/{edition_id}/transitions", { params: { path: { edition_id: edition.id }, header: ifMatch(now) }, body: { to } }),
      );
      assert.equal(now.status, to);
    }
  });

  const chief = await somebody(admin, "chief", "chief_judge", event.id);
  const panels = await step("a scheme of 100 is written, imported from CIS, assigned and locked", async () => {
    let scheme = await answer(chief.api.POST("/stages/{stage_id}/marking-schemes", { params: { path: stagePath }, body: { title: "Web Technologies" } }));
    const to = () => ({ params: { path: { marking_scheme_id: scheme.id }, header: ifMatch(scheme) } });
    scheme = await answer(chief.api.PUT("/marking-schemes/{marking_scheme_id}", { ...to(), body: criterionA }));
    assert.equal(scheme.total, "83.00");
    const short = await refused(chief.api.POST("/marking-schemes/{marking_scheme_id}/validation", to()), 422, "scheme_invalid");
    assert.ok(short.problem.errors?.some((e) => e.code === "scheme_total_wrong"));
    const imported = await answer(chief.api.POST("/marking-schemes/{marking_scheme_id}/imports", { ...to(), body: await readFile(cisFile, "utf8") }));
    scheme = imported.marking_scheme;
    assert.deepEqual([scheme.total, scheme.criteria.map((c) => [c.letter, c.max])], ["100.00", [["A", "83.00"], ["E", "17.00"]]]);

    const panels: { panel: Panel; judges: Caller[] }[] = [];
    const assignments: { panel_id: string; sub_criteria: string[] }[] = [];
    for (const [name, sub_criteria] of [["Process", ["A1"]], ["Front end", ["E1", "E2", "E3", "E4", "E5"]]] as const) {
      let panel = await answer(chief.api.POST("/stages/{stage_id}/panels", { params: { path: stagePath }, body: { name } }));
      const judges: Caller[] = [];
      for (const n of [1, 2, 3]) {
        const judge = await somebody(admin, `judge.${name.toLowerCase().replace(" ", ".")}.${n}`);
        panel = await answer(chief.api.POST("/panels/{panel_id}/judges", { params: { path: { panel_id: panel.id } }, body: { account_id: judge.id } }));
        judges.push(judge);
      }
      assert.deepEqual(panel.judges.map((j) => j.account_id).sort(), judges.map((j) => j.id).sort());
      panels.push({ panel, judges });
      assignments.push({ panel_id: panel.id, sub_criteria: [...sub_criteria] });
    }
    scheme = await answer(chief.api.PUT("/marking-schemes/{marking_scheme_id}/assignments", { ...to(), body: { assignments } }));
    assert.equal(scheme.criteria[1]?.sub_criteria[3]?.panel_id, panels[1]?.panel.id);
    scheme = (await answer(chief.api.POST("/marking-schemes/{marking_scheme_id}/validation", to()))).marking_scheme;
    scheme = await answer(chief.api.POST("/marking-schemes/{marking_scheme_id}/lock", to()));
    assert.equal(scheme.status, "locked");
    return panels;
  });

  const works_by_code = await step("pieces are made and their sheets opened", async () => {
    const made = await answer(admin.POST("/stages/{stage_id}/pieces", { params: { path: stagePath } }));
    assert.deepEqual(made, { created: 4, total: 4, waiting: 0 });
    const pieces = await answer(admin.GET("/stages/{stage_id}/pieces", { params: { path: stagePath } }));
    const byCode = new Map<string, { name: string; work?: Work }>();
    for (const piece of pieces.items) {
      const name = piece.name?.split(" · ")[0] ?? assert.fail("the stage is not blind");
      assert.equal(piece.status, name === "刘洋" ? "absent" : "present");
      const work = works[name];
      byCode.set(piece.code, work ? { name, work } : { name });
    }
    const opened = await answer(chief.api.POST("/stages/{stage_id}/mark-sheets", { params: { path: stagePath } }));
    assert.deepEqual(opened, { created: 18, total: 18 });
    return byCode;
  });

  await step("every judge enters the marks and submits the own part and the panel's", async () => {
    for (const { judges } of panels) {
      for (const [n, judge] of judges.entries()) {
        const sheets: MarkSheet[] = []; // first all, because what is submitted leaves the list
        for await (const sheet of all((cursor) => answer(judge.api.GET("/me/mark-sheets", { params: { query: { to_do: true, limit: 4, ...cursor } } })))) sheets.push(sheet);
        for (const sheet of sheets) await mark(judge, n, sheet);
      }
    }
    const { items } = await answer(chief.api.GET("/events/{event_id}/progress", { params: { path: { event_id: event.id } } }));
    assert.deepEqual([items[0]?.pieces, items[0]?.sheets_open, items[0]?.sheets_submitted], [3, 0, 18]);
  });

  async function mark(judge: Caller, n: number, sheet: MarkSheet) {
    const path = { mark_sheet_id: sheet.id };
    const work = works_by_code.get(sheet.piece_code)?.work ?? assert.fail("an absent piece has no sheet");
    const form = await answer(judge.api.GET("/mark-sheets/{mark_sheet_id}/form", { params: { path } }));
    for (const part of sheet.parts) {
      const panel = part.part === "panel";
      if (part.submitted || (!panel && part.judge_id !== judge.id)) continue;
      const marks = form.aspects
        .filter((aspect) => (aspect.definition.kind === "judgement") !== panel)
        .map((aspect) => ({
          aspect_id: aspect.id,
          expected_revision: 0,
          ...(panel ? measured(work, sheet, aspect) : { observed: { kind: "score" as const, score: work.scores[sheet.sub_criterion as "A1" | "E4"][n] ?? 0 } }),
        }));
      const result = await answer(judge.api.PUT("/mark-sheets/{mark_sheet_id}/marks", { params: { path }, body: { marks } }));
      assert.deepEqual(result.items.map((i) => [i.status, i.code, i.mark?.author_id]), marks.map(() => [200, null, judge.id]));
      await judge.api.POST("/mark-sheets/{mark_sheet_id}/submissions", { params: { path, header: idempotencyKey() }, body: { part: panel ? "panel" : "own" } });
    }
  }

  await step("the chief judge signs and locks every sheet", async () => {
    const list = await answer(chief.api.GET("/stages/{stage_id}/mark-sheets", { params: { path: stagePath, query: { status: "submitted" } } }));
    assert.equal(list.items.length, 18);
    for (let sheet of list.items) {
      const to = () => ({ params: { path: { mark_sheet_id: sheet.id }, header: { ...ifMatch(sheet), ...idempotencyKey() } } });
      sheet = await answer(chief.api.POST("/mark-sheets/{mark_sheet_id}/signatures", to()));
      sheet = await answer(chief.api.POST("/mark-sheets/{mark_sheet_id}/lock", to()));
      assert.equal(sheet.status, "locked");
    }
  });

  const run = await step("the results are computed and explained", async () => {
    const run = await answer(admin.POST("/stages/{stage_id}/result-runs", { params: { path: stagePath } }));
    assert.deepEqual([run.status, run.registered, run.present, run.ranked, run.scale?.middle], ["computed", 4, 3, 3, "90.26"]);
    const { items } = await answer(admin.GET("/result-runs/{result_run_id}/placings", { params: { path: { result_run_id: run.id } } }));
    assert.deepEqual(
      items.map((p) => [works_by_code.get(p.piece_code)?.name, p.standing, p.rank, p.total, p.scale_score, p.award]),
      [
        ["李伟", "ranked", 1, "98.89", "720", "gold"], // A: 40 + 20 + 13 + 10×8/9; E: 15 + 1 + 1
        ["王芳", "ranked", 2, "90.26", "700", "excellence"],
        ["张敏", "ranked", 3, "32.52", "565", "none"],
        ["刘洋", "absent", null, null, null, "none"],
      ],
    );

    const first = items[0] ?? assert.fail();
    const why = await answer(admin.GET("/placings/{placing_id}/explanation", { params: { path: { placing_id: first.id } } }));
    assert.deepEqual(why.criteria.map((c) => [c.letter, c.points, c.max]), [["A", "81.89", "83.00"], ["E", "17.00", "17.00"]]);
    const read = why.criteria[0]?.sub_criteria[0]?.aspects.find((a) => a.kind === "judgement");
    assert.deepEqual([read?.points, read?.observed.map((o) => o.score).sort()], ["8.89", [2, 3, 3]]);
    assert.deepEqual([why.total.rounded, why.award.award, why.scale?.score], ["98.89", "gold", "720"]);
    return run;
  });

  await step("the published list is read by everybody and not sent twice", async () => {
    const path = { event_id: event.id };
    await refused(everybody.GET("/events/{event_id}/result-list", { params: { path } }), 404, "not_found");
    const publication = await answer(
      admin.POST("/result-runs/{result_run_id}/publications", {
        params: { path: { result_run_id: run.id }, header: { ...ifMatch(run), ...idempotencyKey() } },
        body: {},
      }),
    );
    assert.deepEqual([publication.version, publication.rows, publication.superseded_by_id], [1, 3, null]);
    const { data: list, response } = await everybody.GET("/events/{event_id}/result-list", { params: { path } });
    assert.deepEqual(
      list?.rows.map((r) => [r.rank, r.competitors, r.total, r.award_name?.en]),
      [
        [1, ["李伟"], "98.89", "Gold"],
        [2, ["王芳"], "90.26", "Medallion for Excellence"],
        [3, ["张敏"], "32.52", ""],
      ],
    );
    const known = response.headers.get("ETag") ?? assert.fail("a list has an ETag");
    const again = await everybody.GET("/events/{event_id}/result-list", { params: { path, header: { "If-None-Match": known } } });
    assert.deepEqual([again.response.status, again.data], [304, undefined]);
    const table = await answer(everybody.GET("/publications/{publication_id}/csv", { params: { path: { publication_id: publication.id } }, parseAs: "text" }));
    assert.match(table, /李伟/);
  });
});
