import { orNull } from '../harness/failure';
import type { FaultAccount } from '../harness/faultAccount';
import { type Scene, someName, type Writer } from '../harness/writer';

const QueueUrlOf = ({ clients }: FaultAccount, name: string) => `${clients.endpoint}/123456789012/${name}`;
const MISSING = [
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'NotFoundException',
  'NotFound',
];

async function readQueue(account: FaultAccount, name: string): Promise<number | null> {
  const input = { QueueUrl: QueueUrlOf(account, name), AttributeNames: ['ApproximateNumberOfMessages'] };
  const found = await orNull(account.clients.sqs('GetQueueAttributes', input), ...MISSING);
  return found && Number((found.Attributes as Record<string, string>).ApproximateNumberOfMessages);
}

async function readTopic({ clients: { sns } }: FaultAccount, TopicArn: string): Promise<string | null> {
  const found = await orNull(sns.getTopicAttributes({ TopicArn }), ...MISSING);
  return found && (found.Attributes?.DisplayName ?? '');
}

/** Makes queues and sends messages to them; makes topics and names them. */
export const messageWriter: Writer = {
  name: 'messages',
  async step({ account, ledger, random }: Scene) {
    const { sqs, sns } = account.clients;
    if (random.below(2)) {
      const name = someName(random, 'faults-queue', 5);
      const key = `queue/${name}`;
      if (!ledger.isSettled(key)) return;
      const read = () => readQueue(account, name);
      const messages = ledger.value<number>(key);
      if (messages === null)
        return ledger.change(key, read, 0, () => sqs('CreateQueue', { QueueName: name }));
      const QueueUrl = QueueUrlOf(account, name);
      return messages > 20
        ? ledger.change(key, read, null, () => sqs('DeleteQueue', { QueueUrl }))
        : ledger.change(key, read, messages + 1, () =>
            sqs('SendMessage', { QueueUrl, MessageBody: 'faults' }),
          );
    }
    const Name = someName(random, 'faults-topic', 5);
    const TopicArn = `arn:aws:sns:us-east-1:123456789012:${Name}`;
    const key = `topic/${Name}`;
    if (!ledger.isSettled(key)) return;
    const read = () => readTopic(account, TopicArn);
    const before = ledger.value<string>(key);
    const AttributeValue = `name ${random.below(1e6)}`;
    if (before === null)
      return ledger.change(key, read, AttributeValue, () =>
        sns.createTopic({ Name, Attributes: { DisplayName: AttributeValue } }),
      );
    return random.below(4) === 0
      ? ledger.change(key, read, null, () => sns.deleteTopic({ TopicArn }))
      : ledger.change(key, read, AttributeValue, () =>
          sns.setTopicAttributes({ TopicArn, AttributeName: 'DisplayName', AttributeValue }),
        );
  },
};
