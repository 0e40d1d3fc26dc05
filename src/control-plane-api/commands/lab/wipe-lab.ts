import { actionOrder, labOrder } from '../../application/lab-orders.ts';

/** Of a stopped lab only: nobody is to lose by one click what still runs. */
export const wipeLab = labOrder({
  name: 'WipeLab',
  summary: 'Wipe a stopped lab: its nodes lose what they had on their disks',
  allow: 'lab:operate',
  decide: actionOrder('wipe'),
});
