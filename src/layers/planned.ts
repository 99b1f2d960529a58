/** One thing that a plan would change, with the attributes that matter. */
export interface ThingChange {
  address: string;
  action: 'create' | 'update' | 'delete' | 'replace';
  /** `name = "value"`, `size: 1 → 2`; what is only known after the apply says so, secrets are not shown. */
  attributes: string[];
}

type Value = unknown;
type Values = Record<string, Value>;

interface Change {
  actions: string[];
  before: Values | null;
  after: Values | null;
  after_unknown?: Values | boolean;
  before_sensitive?: Values | boolean;
  after_sensitive?: Values | boolean;
}

const MOST_CHARACTERS = 120;

/** The changes of things in a plan, as `terraform show -json` prints it. Source: Terraform, "JSON Output Format". */
export function plannedChanges(text: string): ThingChange[] {
  const { resource_changes = [] } = JSON.parse(text) as {
    resource_changes?: { address: string; mode: string; change: Change }[];
  };
  return resource_changes.flatMap(({ address, mode, change }) => {
    const action = actionOf(change.actions);
    if (mode !== 'managed' || !action) return [];
    return [{ address, action, attributes: attributesOf(change, action) }];
  });
}

function actionOf(actions: string[]): ThingChange['action'] | undefined {
  if (actions.includes('create')) return actions.includes('delete') ? 'replace' : 'create';
  if (actions.includes('update')) return 'update';
  return actions.includes('delete') ? 'delete' : undefined;
}

function attributesOf(change: Change, action: ThingChange['action']): string[] {
  if (action === 'delete') return [];
  const { before, after, after_unknown } = change;
  const unknown = typeof after_unknown === 'object' ? after_unknown : {};
  const secrets = [change.before_sensitive, change.after_sensitive].filter((one) => typeof one === 'object');
  const show = (name: string, value: Value) =>
    shown(secrets.reduce((visible: Value, marks) => withoutSecrets(visible, marks[name]), value));
  const names = [...new Set([...Object.keys(after ?? {}), ...Object.keys(unknown)])].sort();
  return names.flatMap((name) => {
    const isUnknown = unknown[name] === true;
    const [old, next] = [before?.[name], after?.[name]];
    if (action === 'create') {
      if (isUnknown) return [];
      return isEmpty(next) ? [] : [`${name} = ${show(name, next)}`];
    }
    if (!isUnknown && JSON.stringify(old) === JSON.stringify(next)) return [];
    return [`${name}: ${show(name, old)} → ${isUnknown ? '(known after apply)' : show(name, next)}`];
  });
}

const isEmpty = (value: Value): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

const SECRET = '(sensitive)';

/** @param marks `true` where a value is secret, in the value's own structure; what is not secret has no mark */
function withoutSecrets(value: Value, marks: Value): Value {
  if (marks === true) return SECRET;
  if (typeof marks !== 'object' || marks === null || typeof value !== 'object' || value === null)
    return value;
  const markOf = (key: string): Value => (marks as Values)[key];
  return Array.isArray(value)
    ? value.map((item, i) => withoutSecrets(item, markOf(String(i))))
    : Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, markOf(key))]),
      );
}

function shown(value: Value): string {
  if (value === SECRET) return SECRET;
  const text = JSON.stringify(value) ?? 'null';
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
