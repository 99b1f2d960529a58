import { AwsError } from '../../errors';
import { invalidArgument } from '../errors';
import type { XmlElements, XmlNode } from './xml';

/** The tags of an `x-amz-tagging` header: `a=1&b=2`, form-encoded. @throws AwsError InvalidArgument, InvalidTag */
export function tagsOfHeader(header: string | undefined): Record<string, string> {
  if (header === undefined) return {};
  const pairs = [...new URLSearchParams(header)];
  if (/%(?![0-9a-f]{2})/i.test(header)) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
  return checked(pairs);
}

/** The tags of a `<Tagging>` document. @throws AwsError InvalidTag, BadRequest */
export function tagsOfXml(tagging: XmlNode): Record<string, string> {
  const tags = tagging.children('TagSet').flatMap((set) => set.children('Tag'));
  return checked(tags.map((tag) => [tag.text('Key') ?? '', tag.text('Value') ?? '']));
}

export function tagsToXml(tags: Record<string, string>): XmlElements {
  return { TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
}

/** S3, "Categorizing your objects using tags": ten tags, 128 and 256 characters. */
function checked(pairs: [string, string][]): Record<string, string> {
  if (pairs.length > 10) throw new AwsError('BadRequest', 'Object tags cannot be greater than 10');
  const tags = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (tags.has(key)) {
      throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key', 400, {
        TagKey: key,
      });
    }
    if (key.length === 0 || key.length > 128 || !ALLOWED.test(key)) {
      throw new AwsError('InvalidTag', 'The TagKey you have provided is invalid', 400, { TagKey: key });
    }
    if (value.length > 256 || !ALLOWED.test(value)) {
      throw new AwsError('InvalidTag', 'The TagValue you have provided is invalid', 400, {
        TagKey: key,
        TagValue: value,
      });
    }
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
