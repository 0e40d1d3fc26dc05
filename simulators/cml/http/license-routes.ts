import { z } from 'zod';
import { Refusal } from '../model/cml.ts';
import * as licensing from '../model/license.ts';
import { licensingDocument } from '../model/license-document.ts';
import { body, type Call, done, ok, type Route, route, text } from './route.ts';

const registration = z.strictObject({ token: z.string(), reregister: z.boolean().default(false) });
const host = z.string().min(1).max(256);
const transport = z.strictObject({
  ssms: z
    .string()
    .max(256)
    .regex(/^https?:\/\/[A-Za-z\d.:[\]%-]+(\/.*)?$/)
    .nullish(),
  proxy: z.strictObject({ server: host.nullable(), port: z.number().int().min(1).max(65_535).nullable() }),
});
const count = z.strictObject({ id: z.string(), count: z.number().int().min(0) });
const counts = z.union([z.array(count), z.record(z.string(), z.number().int().min(0))]);

function featureCounts(call: Call): { id: string; count: number }[] {
  const given = body(call, counts);
  return Array.isArray(given) ? given : Object.entries(given).map(([id, number]) => ({ id, count: number }));
}

/** Actions of a reservation that need a licence server to talk to are refused: nothing here holds codes. */
function noCode(): never {
  throw new Refusal(400, 'reservation mode is disabled');
}

export const licenseRoutes: readonly Route[] = [
  route(['GET', '/licensing', 'admin', 'licensing'], ({ cml }) => ok(licensingDocument(cml))),
  route(['PUT', '/licensing/product_license', 'admin'], (call) => {
    licensing.chooseProduct(call.cml, body(call, z.string().regex(/^\w{1,20}$/)));
    return done;
  }),
  route(['GET', '/licensing/features', 'admin'], ({ cml }) => ok(licensingDocument(cml)['features'])),
  route(['PATCH', '/licensing/features', 'admin'], (call) => {
    licensing.setFeatures(call.cml, featureCounts(call));
    return done;
  }),
  route(['GET', '/licensing/tech_support', 'admin'], ({ cml }) =>
    text(JSON.stringify(licensingDocument(cml), undefined, 2)),
  ),
  route(['PUT', '/licensing/transport', 'admin'], (call) => {
    const { ssms, proxy } = body(call, transport);
    Object.assign(call.cml.state.licensing, { ssms: ssms ?? null, proxy });
    return done;
  }),
  route(['POST', '/licensing/registration', 'admin', 'register'], (call) => {
    const { token, reregister } = body(call, registration);
    licensing.register(call.cml, token, reregister);
    return done;
  }),
  route(['PUT', '/licensing/registration/renew', 'admin'], (call) => {
    licensing.renew(call.cml, 'renewedAt');
    return done;
  }),
  route(['PUT', '/licensing/authorization/renew', 'admin'], (call) => {
    licensing.renew(call.cml, 'authorizationRenewedAt');
    return done;
  }),
  route(['DELETE', '/licensing/deregistration', 'admin', 'deregister'], (call) => ({
    status: licensing.deregister(call.cml),
  })),
  route(['PUT', '/licensing/reservation/mode', 'admin'], (call) => {
    licensing.setReservationMode(call.cml, body(call, z.boolean()));
    return done;
  }),
  route(['POST', '/licensing/reservation/request', 'admin'], (call) => ok(licensing.requestReservation(call.cml))),
  route(['DELETE', '/licensing/reservation/cancel', 'admin'], (call) => {
    licensing.cancelReservation(call.cml);
    return done;
  }),
  route(['POST', '/licensing/reservation/complete', 'admin'], noCode),
  route(['DELETE', '/licensing/reservation/release', 'admin'], noCode),
  route(['POST', '/licensing/reservation/discard', 'admin'], noCode),
  route(['GET', '/licensing/reservation/confirmation_code', 'admin'], () => ok(null)),
  route(['GET', '/licensing/reservation/return_code', 'admin'], () => ok(null)),
  route(['DELETE', '/licensing/reservation/confirmation_code', 'admin'], noCode),
  route(['DELETE', '/licensing/reservation/return_code', 'admin'], noCode),
];
