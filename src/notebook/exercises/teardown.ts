import { PROJECT } from '../../../infra/names';
import { liveItems } from '../../inventory/liveInventory';
import { type Exercise, numberOf, textOf } from './exercise';

export const teardown: readonly Exercise[] = [
  {
    id: '08.1',
    question:
      'How many things of the lakehouse does the account still show? Count them in the account, not in Terraform’s states.',
    hints: [
      'inventory() asks the account itself.',
      'After a teardown it is a list without anything in it; if it is not, tear down first.',
    ],
    solution: '(await inventory({ show: false })).length',
    async check(answer, { target, clients }) {
      const count = numberOf(answer);
      if (count === undefined) return 'The answer is a number.';
      const living = (await liveItems(target, await clients('deployer'), PROJECT)).length;
      if (count !== living) return 'The account shows another number.';
      return living === 0 || 'Right so far, but they should be gone: tear down first.';
    },
  },
  {
    id: '08.2',
    question: 'With which two words, typed in a terminal, does it all come back?',
    hints: ['It is the first of the two commands of the README.', 'The first word is make.'],
    solution: '"make up"',
    async check(answer) {
      const words = textOf(answer)?.replace(/\s+/g, ' ');
      if (words === 'make up') return true;
      if (words === 'terraform apply') return 'That would bring back one layer, and no data.';
      return words === 'make nuke' ? 'That takes it away.' : 'Not these.';
    },
  },
];
