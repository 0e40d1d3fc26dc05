import type { Clock } from '@lcm/core/kernel';
import { AnswerLostError, disturbed } from '../disturbed.ts';
import { asCloudWatchError, CloudWatchError } from '../model/cloudwatch-error.ts';
import { CloudWatchModel } from '../model/cloudwatch-model.ts';
import type { Ec2Model } from '../model/ec2-model.ts';
import { deniedAccessKey } from './ec2-service.ts';
import { monitoringActions } from './monitoring-actions.ts';
import type { AwsService, ServiceAnswer, ServiceRequest } from './service.ts';

export interface MonitoringServiceOptions {
  readonly model: Ec2Model;
  readonly clock: Clock;
}

const target = /^GraniteServiceVersion20100801\.(\w+)$/;

/** CloudWatch in awsJson 1.0: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export function monitoringService({ model: ec2, clock }: MonitoringServiceOptions): AwsService {
  const model = new CloudWatchModel({ ec2, clock });
  return async (request) => {
    try {
      const { region } = request.scope;
      const { action, run } = actionOf(request);
      const answer = await disturbed({ faults: ec2.faults, clock }, { action, region }, () =>
        run({ model, region, input: inputOf(request) }),
      );
      return json(200, answer);
    } catch (error) {
      if (error instanceof AnswerLostError) throw error;
      return refusal(asCloudWatchError(error));
    }
  };
}

function actionOf({ scope, headers }: ServiceRequest) {
  if (scope.accessKeyId === deniedAccessKey) {
    throw new CloudWatchError('InvalidClientTokenId', 'The security token included in the request is invalid.');
  }
  const [, action = ''] = target.exec(String(headers['x-amz-target'])) ?? [];
  const run = Object.hasOwn(monitoringActions, action) ? monitoringActions[action] : undefined;
  if (run === undefined) throw new CloudWatchError('InvalidAction', `Could not find operation ${action}.`);
  return { action, run };
}

function inputOf({ body }: ServiceRequest): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new CloudWatchError('ValidationError', 'The body is no JSON.');
  }
}

/** The header has the name that callers know from the older protocol; SDKs and the CLI show that one. */
function refusal({ shape, code, message, status }: CloudWatchError): ServiceAnswer {
  const blame = status < 500 ? 'Sender' : 'Receiver';
  const body = { __type: `com.amazonaws.cloudwatch#${shape}`, message };
  return { ...json(status, body), headers: { 'x-amzn-query-error': `${code};${blame}` } };
}

function json(status: number, value: object): ServiceAnswer {
  return { status, contentType: 'application/x-amz-json-1.0', body: JSON.stringify(value) };
}
