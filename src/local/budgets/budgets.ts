import type {
  Action,
  ActionHistory,
  Budget,
  Notification,
  ResourceTag,
  Subscriber,
} from '@aws-sdk/client-budgets';
import type { Store } from '../store/store';

export type StoredBudget = Budget & { BudgetName: string };
export interface StoredNotification {
  notification: Notification;
  subscribers: Subscriber[];
}
export type StoredAction = Action & { ActionId: string; BudgetName: string };

/** The budgets of an account and what hangs on them, durable. No method checks anything. */
export interface Budgets {
  list(): StoredBudget[];
  get(name: string): StoredBudget | undefined;
  put(budget: StoredBudget): void;
  /** Removes a budget with its notifications, actions and tags. */
  remove(name: string): void;
  notifications(budget: string): StoredNotification[];
  /** By what makes a notification what it is; its state does not count. */
  notification(budget: string, like: Notification): StoredNotification | undefined;
  putNotification(budget: string, notification: StoredNotification): void;
  removeNotification(budget: string, like: Notification): void;
  actions(budget?: string): StoredAction[];
  action(budget: string, id: string): StoredAction | undefined;
  putAction(action: StoredAction): void;
  removeAction(budget: string, id: string): void;
  histories(budget: string, action: string): ActionHistory[];
  addHistory(budget: string, action: string, entry: ActionHistory): void;
  /** Tags of a budget, or of an action of it. */
  tags(budget: string, action?: string): ResourceTag[];
  putTags(tags: ResourceTag[], budget: string, action?: string): void;
}

/** Names of budgets cannot hold a line feed, so it parts the parts of a key. */
const keyOf = (...parts: string[]): string => parts.join('\n');
const below = (...parts: string[]): string => `${keyOf(...parts)}\n`;

const notificationKey = (budget: string, like: Notification): string =>
  keyOf(
    budget,
    String(like.NotificationType),
    String(like.ComparisonOperator),
    like.ThresholdType ?? 'PERCENTAGE',
    String(like.Threshold),
  );

export function openBudgets(store: Store): Budgets {
  const budgets = store.table<StoredBudget>('budgets.budgets');
  const notifications = store.table<StoredNotification>('budgets.notifications');
  const actions = store.table<StoredAction>('budgets.actions');
  const histories = store.table<ActionHistory>('budgets.actionHistories');
  const tags = store.table<ResourceTag[]>('budgets.tags');
  const values = <T>(entries: { value: T }[]): T[] => entries.map(({ value }) => value);
  return {
    list: () => values(budgets.list()),
    get: (name) => budgets.get(name),
    put: (budget) => budgets.put(budget.BudgetName, budget),
    remove: (name) =>
      store.transaction(() => {
        for (const table of [notifications, actions, histories, tags])
          for (const { key } of table.list(below(name))) table.remove(key);
        budgets.remove(name);
      }),
    notifications: (budget) => values(notifications.list(below(budget))),
    notification: (budget, like) => notifications.get(notificationKey(budget, like)),
    putNotification: (budget, item) => notifications.put(notificationKey(budget, item.notification), item),
    removeNotification: (budget, like) => void notifications.remove(notificationKey(budget, like)),
    actions: (budget) => values(actions.list(budget === undefined ? '' : below(budget))),
    action: (budget, id) => actions.get(keyOf(budget, id)),
    putAction: (action) => actions.put(keyOf(action.BudgetName, action.ActionId), action),
    removeAction: (budget, id) =>
      store.transaction(() => {
        actions.remove(keyOf(budget, id));
        tags.remove(keyOf(budget, id));
        for (const { key } of histories.list(below(budget, id))) histories.remove(key);
      }),
    histories: (budget, action) => values(histories.list(below(budget, action))),
    addHistory: (budget, action, entry) =>
      store.transaction(() => {
        const number = String(histories.list(below(budget, action)).length).padStart(6, '0');
        histories.put(keyOf(budget, action, number), entry);
      }),
    tags: (budget, action = '') => tags.get(keyOf(budget, action)) ?? [],
    putTags: (list, budget, action = '') => tags.put(keyOf(budget, action), list),
  };
}
