/**
 * Reads Avro records by Iceberg's field ids: other writers name some fields in other ways. Where a writer left the ids
 * out, the specification's names are used.
 */
export class RecordReader {
  private readonly names = new Map<number, string>();
  private readonly types = new Map<number, unknown>();

  /** @param expected the record's schema as the specification has it: gives names for ids that the writer's schema lacks */
  constructor(
    written: unknown,
    private readonly expected: unknown,
  ) {
    const fields = recordFields(written);
    for (const field of fields) this.note(Number(field['field-id'] ?? Number.NaN), field);
    for (const field of recordFields(expected)) {
      const id = field['field-id'];
      if (typeof id !== 'number' || this.names.has(id)) continue;
      const namesake = fields.find((f) => f.name === field.name && f['field-id'] === undefined);
      if (namesake) this.note(id, namesake);
    }
  }

  private note(id: number, field: AvroField): void {
    if (Number.isNaN(id)) return;
    this.names.set(id, field.name);
    this.types.set(id, field.type);
  }

  /** The value of a field, or undefined where it is null or not written. */
  get(record: unknown, id: number): unknown {
    const name = this.names.get(id);
    return name === undefined ? undefined : ((record as Record<string, unknown>)[name] ?? undefined);
  }

  /** A reader for the record that a field holds, or a list of which it holds. */
  inner(id: number): RecordReader {
    const expected = recordFields(this.expected).find((f) => f['field-id'] === id)?.type;
    return new RecordReader(this.types.get(id), expected);
  }
}

interface AvroField {
  name: string;
  type: unknown;
  'field-id'?: number;
}

function recordFields(type: unknown): AvroField[] {
  if (Array.isArray(type)) return type.map(recordFields).find((fields) => fields.length > 0) ?? [];
  if (typeof type !== 'object' || type === null) return [];
  const { fields, items, type: nested } = type as { fields?: AvroField[]; items?: unknown; type?: unknown };
  return fields ?? (items !== undefined ? recordFields(items) : recordFields(nested));
}
