import type { Notification, Subscriber } from '@aws-sdk/client-budgets';
import { AwsError } from '../errors';
import { Constraints } from '../glue/constraints';
import type { Budgets, StoredNotification } from './budgets';
import { invalidParameter, notFound } from './request';

/** Of one budget (Budgets API reference: "a budget can have up to 10 notifications"). */
const MOST_NOTIFICATIONS = 10;

/** The notification as it is kept. @throws AwsError InvalidParameterException */
export function notificationFrom(path: string, notification: Notification | undefined): Notification {
  new Constraints().structure(path, notification).check('InvalidParameterException');
  const { NotificationType, ComparisonOperator, Threshold, ThresholdType } = notification!;
  const constraints = new Constraints()
    .oneOf(`${path}.notificationType`, NotificationType, ['ACTUAL', 'FORECASTED'])
    .oneOf(`${path}.comparisonOperator`, ComparisonOperator, ['GREATER_THAN', 'LESS_THAN', 'EQUAL_TO'])
    .number(`${path}.threshold`, Threshold, { min: 0, max: 15e12 })
    .optionalOneOf(`${path}.thresholdType`, ThresholdType, ['PERCENTAGE', 'ABSOLUTE_VALUE']);
  constraints.check('InvalidParameterException');
  if (Threshold === undefined) throw invalidParameter('A threshold must be given.');
  return {
    NotificationType,
    ComparisonOperator,
    Threshold,
    ThresholdType: ThresholdType ?? 'PERCENTAGE',
    NotificationState: 'OK',
  };
}

/** @throws AwsError InvalidParameterException: 1 to 11, of which one SNS topic and ten e-mail addresses at most */
export function subscribersFrom(path: string, subscribers: Subscriber[] | undefined): Subscriber[] {
  new Constraints().list(path, subscribers, { min: 1, max: 11 }).check('InvalidParameterException');
  const found = subscribers!.map((subscriber, i) => subscriberFrom(`${path}.${i + 1}.member`, subscriber));
  const of = (type: string) => found.filter(({ SubscriptionType }) => SubscriptionType === type).length;
  if (of('SNS') > 1 || of('EMAIL') > 10)
    throw invalidParameter('A notification can have at most one SNS subscriber and 10 email subscribers.');
  if (new Set(found.map(subscriberKey)).size < found.length)
    throw invalidParameter('Duplicate subscribers are not allowed.');
  return found;
}

export function subscriberFrom(path: string, subscriber: Subscriber | undefined): Subscriber {
  new Constraints().structure(path, subscriber).check('InvalidParameterException');
  const { SubscriptionType, Address } = subscriber!;
  new Constraints()
    .oneOf(`${path}.subscriptionType`, SubscriptionType, ['SNS', 'EMAIL'])
    .text(`${path}.address`, Address, { max: 2_147_483_647 })
    .check('InvalidParameterException');
  if (SubscriptionType === 'EMAIL' && !/^[^\s@]+@[^\s@]+$/.test(Address!))
    throw invalidParameter('Email address is not valid.');
  if (SubscriptionType === 'SNS' && !/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/.test(Address!))
    throw invalidParameter('SNS topic ARN is not valid.');
  return { SubscriptionType, Address };
}

export const subscriberKey = ({ SubscriptionType, Address }: Subscriber): string =>
  `${SubscriptionType} ${Address}`;

/** @throws AwsError NotFoundException, DuplicateRecordException, CreationLimitExceededException */
export function addNotification(budgets: Budgets, budget: string, added: StoredNotification): void {
  if (!budgets.get(budget)) throw notFound("Unable to create notification - the budget doesn't exist.");
  if (budgets.notification(budget, added.notification))
    throw new AwsError(
      'DuplicateRecordException',
      `Error creating notification: ${budget} - the notification already exists.`,
    );
  if (budgets.notifications(budget).length >= MOST_NOTIFICATIONS)
    throw new AwsError(
      'CreationLimitExceededException',
      `Unable to create notification - a budget can have at most ${MOST_NOTIFICATIONS} notifications.`,
    );
  budgets.putNotification(budget, added);
}

/** @param doing what cannot be done without it, as in `Unable to delete notification` */
export function needNotification(
  budgets: Budgets,
  budget: string,
  like: Notification,
  doing: string,
): StoredNotification {
  if (!budgets.get(budget)) throw notFound(`Unable to ${doing} - the budget doesn't exist.`);
  const found = budgets.notification(budget, like);
  if (!found) throw notFound(`Unable to ${doing} - the notification doesn't exist.`);
  return found;
}
