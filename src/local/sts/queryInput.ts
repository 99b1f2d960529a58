const NUMBERS = new Set(['DurationSeconds']);

/**
 * The members of an operation's input from a form of the query protocol: `Tags.member.1.Key=a` is `{Tags: [{Key: 'a'}]}`.
 * Temporary: the gateway is to parse every request by the service's model.
 */
export function queryInput(form: URLSearchParams): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue;
    const [member = '', list, index = '', field] = name.split('.');
    if (list !== 'member') {
      input[member] = NUMBERS.has(member) ? Number(value) : value;
      continue;
    }
    if (!/^[1-9]\d{0,2}$/.test(index)) continue;
    const known = input[member];
    const items: unknown[] = Array.isArray(known) ? known : [];
    input[member] = items;
    const at = Number(index) - 1;
    items[at] = field === undefined ? value : { ...(items[at] as object | undefined), [field]: value };
  }
  for (const [name, value] of Object.entries(input))
    if (Array.isArray(value)) input[name] = value.filter((item) => item !== undefined);
  return input;
}
