/** What a page says about an exit check beside its result. */
export interface CheckGuide {
  /** How the check looks, and where. */
  how: string;
  /** What being red means, and what to do. */
  red: string;
  /** Pages that explain what is behind it, by their path below the book's folder. */
  more: readonly { text: string; page: string }[];
}

/** By the number of the check. Kept beside the checks' code: a test holds that none is missing. */
export const CHECK_GUIDES: Readonly<Record<number, CheckGuide>> = {
  1: {
    how: 'Every `make up` writes a stopwatch: its phases with their milliseconds, the commit, and whether the account was empty at the start. Only a start from an empty account counts. The check reads the last of these and compares it with thirty minutes.',
    red: 'The start took longer. The stopwatch says in which phase; a machine that is busy or has a slow disk shows it in the phase `layers`. Take the lakehouse down with `make nuke` and start again.',
    more: [{ text: 'Quick start', page: 'quick-start.md' }],
  },
  2: {
    how: 'The check writes a CSV file with a marker that was never there before, loads it into a new Iceberg table of the sandbox, asks Athena for the row with that marker, and takes the table away again.',
    red: 'The evidence says what Athena returned instead, or at which step it broke. `npx lakehouse sql "SELECT 1"` tells whether Athena answers at all; `npx lakehouse status` tells whether the local account runs.',
    more: [
      { text: 'Lesson 03: ingest', page: 'lessons/03-ingest.mdx' },
      { text: 'Iceberg', page: 'concepts/iceberg.md' },
    ],
  },
  3: {
    how: 'It is meant to look at the history of the guard workflow, which brings a lakehouse up, checks it and takes it away, and to count how often in a row it has succeeded.',
    red: 'One of the last three runs has failed, or there were fewer than three. The log of the run says which gate.',
    more: [{ text: 'The project plan', page: '00-project-plan.md' }],
  },
  4: {
    how: 'It is meant to ask the lineage collector for its graph, and to count jobs and nodes in it.',
    red: 'No event has arrived. Run a load, and ask again.',
    more: [{ text: 'Lineage', page: 'concepts/lineage.md' }],
  },
  5: {
    how: 'Terraform plans every layer and must want to change nothing. Then the account itself is asked what exists, kind by kind, and each thing is held against the states of the layers: what no state knows is unmanaged.',
    red: 'Somebody changed or made something by hand. The evidence names it. Put it back by `make up`, or remove what is unmanaged; `npx lakehouse plan` shows each difference.',
    more: [{ text: 'Infrastructure as code, and drift', page: 'concepts/iac-and-drift.md' }],
  },
  6: {
    how: 'The analyst tries every door: `SELECT *`, naming `ssn`, filtering by it, `DESCRIBE`, the table as Glue tells it, and the files in S3. None may show the column. The engineer must see it, with values in it: else nothing would be proved.',
    red: 'The evidence names the door that is open, or that could not be tried. `npx lakehouse access --as analyst` tells for each column which gate decides, and by which grant.',
    more: [
      { text: 'Lake Formation', page: 'concepts/lake-formation.md' },
      { text: 'Lesson 05: governance', page: 'lessons/05-governance.mdx' },
    ],
  },
  7: {
    how: 'Terraform’s outputs of the layer `guards` name a budget and a dashboard. The budget must exist with an alert that reaches somebody. The dashboard must show at least three metrics, each with a data point of the last day.',
    red: 'The evidence names what is missing. A metric without data means that nothing has been asked for a day: run a query and check again.',
    more: [
      { text: 'Lesson 07: cost and guards', page: 'lessons/07-cost-and-guards.mdx' },
      { text: 'Athena and money', page: 'concepts/athena-and-money.md' },
    ],
  },
};
