import { assumed, assumedUnchecked, documented, fidelity } from '../behaviour';
import { budgetsService } from './service';

const MODEL = "Budgets' service model";
const API = 'Budgets API reference';
const GUIDE = 'AWS Cost Management user guide';
const NO_ROLE =
  'An action needs an execution role, and standing actions may cost money: the suite makes none.';

/** What is known of Budgets' operations. */
export const budgetsFidelity = fidelity(
  'AWS Budgets',
  'Answered here. What is spent is not evaluated: the spend is always 0, no alert is ever sent, and no action ever runs.',
  Object.keys(budgetsService.operations),
  {
    CreateBudget: [
      documented('Notifications may come with it: all of it or nothing.', API),
      documented('The name has no colon and no backslash, and at most 100 characters.', MODEL),
      assumed('A name that is taken, and a limit that is none: codes and texts.', 'budget-refusals'),
      documented('CostFilters and CostTypes exclude FilterExpression and Metrics.', API),
      assumed('What the service fills in for a budget that says the least.', 'budget-defaults'),
    ],
    DescribeBudget: [
      documented('A missing budget: NotFoundException.', MODEL),
      assumed('Its text.', 'budget-refusals'),
      documented('The calculated spend is 0.', API, { differs: 'AWS refreshes it a few times a day.' }),
    ],
    DescribeBudgets: [documented('Pages of at most 1000.', MODEL)],
    DescribeBudgetPerformanceHistory: [
      documented('No period is told: what was spent is not kept.', API, {
        differs: 'AWS tells budgeted and actual amounts by period.',
      }),
    ],
    UpdateBudget: [
      documented('Notifications, actions and tags stay.', API),
      assumed('A missing budget is refused with its text.', 'budget-refusals'),
    ],
    DeleteBudget: [
      documented('Notifications, actions and tags go with it.', API),
      assumed('A missing budget is refused with its text.', 'budget-refusals'),
    ],
    CreateNotification: [
      documented('At most 10 of a budget; 1 to 11 subscribers, of which one a topic.', GUIDE),
      assumed('The same notification twice, and an address that is none.', 'budget-notifications'),
      assumedUnchecked(
        'The topic’s policy is not looked at.',
        'AWS shows a wrong policy only by an alert that never comes.',
        { differs: 'AWS needs a topic policy that lets budgets.amazonaws.com publish.' },
      ),
    ],
    DescribeNotificationsForBudget: [
      assumed('Which members a notification has, and its state.', 'budget-notifications'),
    ],
    DescribeBudgetNotificationsForAccount: [documented('Budgets with their notifications.', MODEL)],
    UpdateNotification: [
      documented('Its subscribers stay.', API),
      assumed('A missing notification is refused with its text.', 'budget-notifications'),
    ],
    DeleteNotification: [assumed('A missing notification is refused with its text.', 'budget-notifications')],
    CreateSubscriber: [assumed('The same subscriber twice: its code and text.', 'budget-notifications')],
    DescribeSubscribersForNotification: [documented('All subscribers come back.', MODEL)],
    UpdateSubscriber: [assumed('A missing subscriber is refused with its text.', 'budget-notifications')],
    DeleteSubscriber: [documented('With the last subscriber the notification goes.', API)],
    CreateBudgetAction: [
      documented('Definition and type must fit each other.', API),
      documented('The caller needs iam:PassRole on the execution role.', GUIDE),
      assumedUnchecked('The texts of refusals.', NO_ROLE),
    ],
    DescribeBudgetAction: [assumed('A missing action is refused with its text.', 'budget-actions')],
    DescribeBudgetActionsForBudget: [
      assumed('A budget without actions, and a missing budget.', 'budget-actions'),
    ],
    DescribeBudgetActionsForAccount: [documented('Pages of at most 100.', MODEL)],
    DescribeBudgetActionHistories: [
      documented('What happened to an action, with times.', API, {
        differs: 'AWS also tells when an action ran; here none runs.',
      }),
    ],
    UpdateBudgetAction: [
      documented('Members that are not given stay; another role needs iam:PassRole.', API),
      assumedUnchecked('The texts of refusals.', NO_ROLE),
    ],
    DeleteBudgetAction: [assumed('A missing action is refused with its text.', 'budget-actions')],
    ExecuteBudgetAction: [
      documented('Always refused: no action is ever pending.', API, {
        differs: 'AWS runs an action whose threshold was crossed.',
      }),
      assumedUnchecked('The text of that refusal.', NO_ROLE),
    ],
    ListTagsForResource: [assumed('An ARN of a missing budget.', 'budget-refusals')],
    TagResource: [documented('At most 50 tags; keys must not begin with `aws:`.', API)],
    UntagResource: [documented('A key that is not there is no error.', API)],
  },
);
