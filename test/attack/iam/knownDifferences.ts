const MADE_ANEW =
  'Policies of resources name roles by ARN: a role made anew under the name is the same principal.';
const OLD_VERSION = 'moto refuses inline policies of another version than 2012-10-17.';
const NO_TABLE = 'Services without a table of their resources are for administrators only.';
const NO_FORM = 'SQS speaks JSON only.';

/** Cases whose outcome is another than the documented one, with the reason. A case that has come right must leave the list. */
export const knownDifferences: ReadonlyMap<string, string> = new Map([
  ['a role is made anew: a bucket that named the old one does not name it', MADE_ANEW],
  ['a role is made anew: a trust in the old one is no trust in it', MADE_ANEW],
  ['version 2008-10-17: a variable in a condition', OLD_VERSION],
  ['version 2008-10-17: a variable is its own text', OLD_VERSION],
  ['version 2008-10-17: all else is as ever', OLD_VERSION],
  ['version 2008-10-17: the text of the variable', OLD_VERSION],
  ['no version is the older one', OLD_VERSION],
  ['events:ListRules is allowed', NO_TABLE],
  ['dynamodb:ListTables is allowed', NO_TABLE],
  ['a denied queue in a form', NO_FORM],
  ['a denied queue in a form, on its path', NO_FORM],
  ['a grant allows its operation', 'Grants of keys allow nothing.'],
  ['aws:userid: of a user', 'Ids of users have the form that moto gives them.'],
]);
