import type { Account } from '../account';
import { tagsOf as athenaTags } from '../athena/api/tags';
import { openBudgets } from '../budgets/budgets';
import { tagsOf as glueTags } from '../glue/tags';
import type { OwnTags, Tags } from './resourceFacts';

const byKey = (tags: readonly { Key?: string; Value?: string }[]): Tags =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** The tags of what the account keeps itself: work groups, databases, budgets and their actions, objects. */
export const ownTags = (account: Account): OwnTags => ({
  tagsOf: (arn) => {
    if (arn.startsWith('arn:aws:athena:')) return byKey(athenaTags(account).get(arn) ?? []);
    if (arn.startsWith('arn:aws:glue:')) return glueTags({ account, region: arn.split(':')[3] ?? '' }, arn);
    const [, budget, action] =
      /^arn:aws:budgets::\d{12}:budget\/(.+?)(?:\/action\/([^/]+))?$/.exec(arn) ?? [];
    return budget === undefined ? undefined : byKey(openBudgets(account.store).tags(budget, action));
  },
  objectTags: async (bucket, key) => (await account.objects.head(bucket, key))?.tags,
});
