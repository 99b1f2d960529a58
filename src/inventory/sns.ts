import type { Item } from './item';
import type { Account } from './liveInventory';
import { allPages } from './pages';

export async function listTopics({ clients, ours }: Account): Promise<Item[]> {
  const { ListTopicsCommand } = await import('@aws-sdk/client-sns');
  const sns = await clients.sns();
  const topics = await allPages(
    (NextToken) => sns.send(new ListTopicsCommand({ NextToken })),
    (page) => page.Topics,
    (page) => page.NextToken,
  );
  const name = (arn: string) => arn.split(':').at(-1)!;
  return topics
    .map((topic) => topic.TopicArn!)
    .filter((arn) => ours(name(arn)))
    .map((id) => ({ kind: 'sns topic', id, label: name(id) }));
}
