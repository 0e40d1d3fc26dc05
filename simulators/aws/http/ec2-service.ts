import { type Clock, type Random, uuid } from '@lcm/core/kernel';
import { AnswerLostError, disturbed } from '../disturbed.ts';
import { Ec2Error } from '../model/ec2-error.ts';
import type { Ec2Model } from '../model/ec2-model.ts';
import type { Ec2Action } from './action.ts';
import { catalogActions } from './catalog-actions.ts';
import { imageActions } from './image-actions.ts';
import { instanceActions } from './instance-actions.ts';
import { QueryForm } from './query-form.ts';
import type { AwsService, ServiceAnswer } from './service.ts';
import type { Scope } from './signature.ts';
import { snapshotActions } from './snapshot-actions.ts';
import { tagActions } from './tag-actions.ts';
import { toXml, type XmlRecord } from './xml.ts';

export interface Ec2ServiceOptions {
  readonly model: Ec2Model;
  readonly clock: Clock;
  readonly random: Random;
  /** Called after whatever may have changed the model, before anybody hears of it. */
  readonly save?: (() => void) | undefined;
}

const version = '2016-11-15';
const actions: Readonly<Record<string, Ec2Action>> = {
  ...instanceActions,
  ...catalogActions,
  ...imageActions,
  ...snapshotActions,
  ...tagActions,
};

/** The access key that AWS knows nothing of, for whoever wants to see what wrong credentials do. */
export const deniedAccessKey = 'AKIADENIED';

/** EC2's Query protocol: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
export function ec2Service(options: Ec2ServiceOptions): AwsService {
  return async ({ scope, body }) => {
    const requestId = uuid(options.random);
    try {
      const form = new QueryForm(new URLSearchParams(body));
      const action = form.required('Action');
      const answer = await act(options, scope, form);
      return xmlAnswer(200, answerXml(action, requestId, answer));
    } catch (error) {
      if (error instanceof AnswerLostError) throw error;
      // A simulator need not hide its own mistakes.
      return refusal(error instanceof Ec2Error ? error : new Ec2Error('InternalError', String(error)), requestId);
    } finally {
      options.save?.();
    }
  };
}

async function act(
  { model, clock }: Ec2ServiceOptions,
  { accessKeyId, region }: Scope,
  form: QueryForm,
): Promise<XmlRecord> {
  const action = form.required('Action');
  const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (run === undefined) throw new Ec2Error('InvalidAction', `The action ${action} is not valid for this web service.`);
  if (form.text('Version') !== version) throw new Ec2Error('InvalidParameterValue', `Only version ${version} is known`);
  if (accessKeyId === deniedAccessKey) throw new Ec2Error('AuthFailure');
  return disturbed({ faults: model.faults, clock }, { action, region }, () => run({ model, region, form }));
}

function answerXml(action: string, requestId: string, answer: XmlRecord): string {
  const content = toXml({ requestId, ...answer });
  return `<${action}Response xmlns="http://ec2.amazonaws.com/doc/${version}/">${content}</${action}Response>`;
}

/** What EC2 says when it refuses; also what it says to those it does not know. */
export function refusal({ code, message, status }: Ec2Error, requestId: string): ServiceAnswer {
  const errors = toXml({ Errors: { Error: { Code: code, Message: message } }, RequestID: requestId });
  return xmlAnswer(status, `<Response>${errors}</Response>`);
}

function xmlAnswer(status: number, body: string): ServiceAnswer {
  return { status, contentType: 'text/xml;charset=UTF-8', body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}
