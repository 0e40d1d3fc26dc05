import * as z from 'zod';
import { deliveryOrders, suspensionCauses } from '../domain/session/index.ts';
import { at } from './primitives.ts';

export const Delivery = z.object({
  id: z.string(),
  deployment: z
    .string()
    .optional()
    .meta({ description: 'Which of the delivery systems has it; absent: the default one' }),
});
export const DeliveryOrder = z.object({
  order: z.enum(deliveryOrders),
  by: z.string(),
  reason: z.string(),
  at,
  doneAt: at.optional().meta({ description: 'When the delivery system had done so' }),
});
export const Suspension = z.object({
  from: at,
  until: at.optional().meta({ description: 'Absent while it lasts' }),
  reason: z.string(),
  cause: z.enum(suspensionCauses),
});
export const DeliveryDue = z.object({ since: at, reason: z.string() });
export const DeliveryAway = z.object({ since: at, reason: z.string(), deployment: z.string() });
