/**
 * The frame of a request: types, presence, lengths and patterns of its members, as the service model gives them, checked
 * before any operation looks at the values. Texts are those of AWS's request validation.
 */
import { AwsError } from '../../errors';
import { invalidRequest } from './requestError';

export type Member =
  | {
      type: 'text';
      required?: boolean;
      min?: number;
      max?: number;
      pattern?: RegExp;
      oneOf?: readonly string[];
      secret?: boolean;
    }
  | { type: 'integer'; required?: boolean; min?: number; max?: number }
  | { type: 'boolean'; required?: boolean }
  | { type: 'list'; required?: boolean; min?: number; max?: number; of: Member }
  | { type: 'structure'; required?: boolean; members: Shape };

export type Shape = { [name: string]: Member };

/**
 * Checks a request against its shape. Unknown members are ignored, as the service does.
 * @throws AwsError SerializationException for a wrong JSON type, InvalidRequestException for all else
 */
export function validateRequest(input: unknown, shape: Shape): void {
  const violations: string[] = [];
  checkStructure(input ?? {}, shape, '', violations);
  if (violations.length === 0) return;
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `;
  throw invalidRequest(count + violations.join('; '));
}

function checkStructure(value: unknown, shape: Shape, path: string, violations: string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(value, 'a structure');
  const members = value as Record<string, unknown>;
  for (const [name, member] of Object.entries(shape)) {
    checkMember(members[name], member, path + name.charAt(0).toLowerCase() + name.slice(1), violations);
  }
}

function checkMember(value: unknown, member: Member, path: string, violations: string[]): void {
  if (value === undefined || value === null) {
    if (member.required)
      violations.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
    return;
  }
  const violated = (shown: string | undefined, constraint: string) =>
    violations.push(
      `Value ${shown === undefined ? '' : `'${shown}' `}at '${path}' failed to satisfy constraint: ${constraint}`,
    );
  switch (member.type) {
    case 'text': {
      if (typeof value !== 'string') throw wrongType(value, 'a String');
      const shown = member.secret ? undefined : value;
      if (value.length < (member.min ?? 0))
        violated(shown, `Member must have length greater than or equal to ${member.min}`);
      if (member.max !== undefined && value.length > member.max) {
        violated(shown, `Member must have length less than or equal to ${member.max}`);
      }
      if (member.pattern && !member.pattern.test(value)) {
        violated(
          shown,
          `Member must satisfy regular expression pattern: ${member.pattern.source.replace(/^\^|\$$/g, '')}`,
        );
      }
      if (member.oneOf && !member.oneOf.includes(value)) {
        violated(shown, `Member must satisfy enum value set: [${member.oneOf.join(', ')}]`);
      }
      return;
    }
    case 'integer': {
      if (typeof value !== 'number') throw wrongType(value, 'an Integer');
      const whole = Math.trunc(value);
      if (member.min !== undefined && whole < member.min)
        violated(String(whole), `Member must have value greater than or equal to ${member.min}`);
      if (member.max !== undefined && whole > member.max)
        violated(String(whole), `Member must have value less than or equal to ${member.max}`);
      return;
    }
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(value, 'a Boolean');
      return;
    case 'list':
      if (!Array.isArray(value)) throw wrongType(value, 'a List');
      if (value.length < (member.min ?? 0))
        violated(`[${value}]`, `Member must have length greater than or equal to ${member.min}`);
      if (member.max !== undefined && value.length > member.max) {
        violated(`[${value}]`, `Member must have length less than or equal to ${member.max}`);
      }
      for (const [index, item] of value.entries())
        checkMember(item, member.of, `${path}.${index + 1}.member`, violations);
      return;
    case 'structure':
      checkStructure(value, member.members, `${path}.`, violations);
  }
}

function wrongType(value: unknown, wanted: string): AwsError {
  const found =
    typeof value === 'string'
      ? 'STRING_VALUE'
      : typeof value === 'number'
        ? 'NUMBER_VALUE'
        : typeof value === 'boolean'
          ? `${value ? 'TRUE' : 'FALSE'}_VALUE`
          : Array.isArray(value)
            ? 'START_ARRAY'
            : 'START_OBJECT';
  return new AwsError('SerializationException', `${found} can not be converted to ${wanted}`);
}

// ---- members that many operations share --------------------------------------------------------------------------

const NAME = /^[a-zA-Z0-9._-]{1,128}$/;
export const workGroupName = (required = false): Member => ({ type: 'text', required, pattern: NAME });
export const identifier: Member = { type: 'text', required: true, min: 1, max: 128 };
export const nextToken: Member = { type: 'text', min: 1, max: 1024 };
export const clientRequestToken: Member = { type: 'text', min: 32, max: 128, secret: true };
export const text = (max: number, required = false): Member => ({ type: 'text', required, min: 1, max });
export const flag: Member = { type: 'boolean' };

export const catalogName: Member = { type: 'text', required: true, min: 1, max: 256 };

export const tags = (required = false): Member => ({
  type: 'list',
  required,
  of: {
    type: 'structure',
    members: { Key: { type: 'text', min: 1, max: 128 }, Value: { type: 'text', min: 0, max: 256 } },
  },
});
