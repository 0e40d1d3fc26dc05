import { describe, expect, test } from 'vitest';
import { errorGuides, InstancesError, type InstancesErrorCode } from '../../ports/instances/index.ts';
import { instanceChecks, newestImage, seenInstance, toInstancesError } from './ec2-mapping.ts';

function sdkError(name: string, status?: number, message = 'their words'): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

describe('errors of EC2', () => {
  test.each<[name: string, status: number | undefined, code: InstancesErrorCode]>([
    ['RequestLimitExceeded', 503, 'throttled'],
    ['Throttling', 400, 'throttled'],
    ['ThrottlingException', 400, 'throttled'],
    ['EC2ThrottledException', 503, 'throttled'],
    ['VcpuLimitExceeded', 400, 'quota-exceeded'],
    ['InstanceLimitExceeded', 400, 'quota-exceeded'],
    ['InsufficientInstanceCapacity', 500, 'insufficient-capacity'],
    ['InsufficientHostCapacity', 500, 'insufficient-capacity'],
    ['UnauthorizedOperation', 403, 'authentication'],
    ['AuthFailure', 401, 'authentication'],
    ['InvalidClientTokenId', 403, 'authentication'],
    ['SignatureDoesNotMatch', 403, 'authentication'],
    ['RequestExpired', 400, 'authentication'],
    ['CredentialsProviderError', undefined, 'authentication'],
    ['InvalidInstanceID.NotFound', 400, 'not-found'],
    ['InvalidInstanceID.Malformed', 400, 'invalid-parameter'],
    ['IncorrectInstanceState', 400, 'wrong-state'],
    ['OperationNotPermitted', 400, 'wrong-state'],
    ['TagLimitExceeded', 400, 'tag-limit'],
    ['InvalidAMIID.NotFound', 400, 'invalid-parameter'],
    ['InvalidParameterValue', 400, 'invalid-parameter'],
    ['InvalidGroup.NotFound', 400, 'invalid-parameter'],
    ['IdempotentParameterMismatch', 400, 'token-used'],
    ['IdempotentInstanceTerminated', 400, 'token-used'],
    ['Unsupported', 400, 'insufficient-capacity'],
    ['InvalidSnapshot.NotFound', 400, 'not-found'],
    ['InvalidSnapshot.InUse', 400, 'wrong-state'],
    ['SnapshotCreationPerVolumeRateExceeded', 400, 'throttled'],
    ['SnapshotLimitExceeded', 400, 'quota-exceeded'],
    ['InternalError', 500, 'unavailable'],
    ['Unavailable', 503, 'unavailable'],
    ['PendingVerification', 400, 'unavailable'],
    ['SomethingNew', 400, 'invalid-parameter'],
    ['SomethingNew', 500, 'unavailable'],
    ['TimeoutError', undefined, 'unavailable'],
    ['AbortError', undefined, 'unavailable'],
    ['ECONNREFUSED', undefined, 'unavailable'],
    ['SyntaxError', undefined, 'unavailable'],
  ])('%s with status %s means %s', (name, status, code) => {
    const original = sdkError(name, status);
    const error = toInstancesError('RunInstances', original);
    expect(error).toMatchObject({ code, cause: original });
    expect(error.message).toContain(`RunInstances: ${name}`);
  });

  /** As the older system documented them; of its quota class, capacity is a thing of its own here. */
  test.each<[exception: string, names: readonly string[]]>([
    [
      'EC2AuthenticationException',
      ['UnauthorizedOperation', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'AccessDenied'],
    ],
    ['EC2InstanceNotFoundException', ['InvalidInstanceID.NotFound']],
    ['EC2InstanceCreationException', ['InsufficientInstanceCapacity']],
    ['EC2InstanceOperationException', ['IncorrectInstanceState']],
    ['EC2TagOperationException', ['TagLimitExceeded']],
    ['EC2QuotaExceededException', ['InstanceLimitExceeded', 'RequestLimitExceeded']],
    ['EC2InvalidParameterException', ['InvalidParameterValue', 'InvalidAMIID.NotFound', 'InvalidGroup.NotFound']],
  ])('%s is what the older system calls %o', (exception, names) => {
    const errors = names.map((name) => toInstancesError('RunInstances', sdkError(name, 400)));
    for (const { code } of errors) expect(errorGuides[code].exception).toBe(exception);
  });

  test('checks of an instance that its status pages do not know yet are too new', () => {
    const { code } = toInstancesError('DescribeInstanceStatus', sdkError('InvalidInstanceID.NotFound', 400));
    expect(code).toBe('too-new');
    expect(errorGuides[code].exception).toBe('EC2StatusCheckException');
  });

  test('whatever goes wrong, somebody is told what to do', () => {
    for (const { advice, exception } of Object.values(errorGuides)) {
      expect(advice).toMatch(/^[a-z].{30,}[^.]$/);
      expect(exception).toMatch(/^EC2\w*Exception$/);
    }
  });

  test('messages about credentials are not repeated', () => {
    const error = toInstancesError('RunInstances', sdkError('AuthFailure', 401, 'key AKIASECRET is wrong'));
    expect(error.message).toBe('RunInstances: AuthFailure');
  });

  test('an error of the port stays what it is', () => {
    const error = new InstancesError('not-found', 'gone');
    expect(toInstancesError('StopInstances', error)).toBe(error);
  });

  test('even something that is no error becomes one', () => {
    expect(toInstancesError('StopInstances', 'boom')).toMatchObject({ code: 'unavailable' });
  });
});

describe('shapes of EC2', () => {
  const instance = {
    InstanceId: 'i-0123456789abcdef0',
    State: { Name: 'running' as const },
    InstanceType: 'm5zn.metal' as const,
    ImageId: 'ami-1',
    LaunchTime: new Date('2026-11-21T09:00:00Z'),
  };

  test('an instance without a token, tags or addresses was launched by somebody else', () => {
    const seen = seenInstance({ ...instance, ClientToken: '' }, 'eu-west-1');
    expect(seen).toMatchObject({ id: instance.InstanceId, region: 'eu-west-1', token: undefined, tags: {} });
  });

  test.each([
    'InstanceId',
    'State',
    'InstanceType',
    'ImageId',
    'LaunchTime',
  ])('an instance without %s is nothing to go by', (field) => {
    const broken = { ...instance, [field]: undefined };
    expect(() => seenInstance(broken, 'eu-west-1')).toThrow(InstancesError);
  });

  test('a check that EC2 does not speak of is insufficient data', () => {
    expect(instanceChecks({ InstanceId: instance.InstanceId })).toMatchObject({
      system: 'insufficient-data',
      instance: 'insufficient-data',
    });
  });

  test('an instance tells its root disk, and what is planned for it', () => {
    const disks = ['/dev/sdb', '/dev/xvda'].map((DeviceName) => ({
      DeviceName,
      Ebs: { VolumeId: `vol of ${DeviceName}` },
    }));
    const seen = seenInstance({ ...instance, RootDeviceName: '/dev/xvda', BlockDeviceMappings: disks }, 'eu-west-1');
    expect(seen.rootVolumeId).toBe('vol of /dev/xvda');
    const NotBefore = new Date('2026-12-01T00:00:00Z');
    const Events = [
      { Code: 'system-reboot' as const, Description: '[Completed] scheduled reboot', NotBefore },
      { Code: 'instance-retirement' as const, Description: 'degraded hardware', NotBefore },
    ];
    const { events } = instanceChecks({ InstanceId: instance.InstanceId, Events });
    expect(events).toEqual([
      { code: 'instance-retirement', description: 'degraded hardware', notBefore: NotBefore.getTime() },
    ]);
  });

  test('the newest image is the one created last that is available', () => {
    const images = [
      { ImageId: 'ami-old', State: 'available' as const, CreationDate: '2025-01-01T00:00:00.000Z' },
      { ImageId: 'ami-new', State: 'available' as const, CreationDate: '2025-03-01T00:00:00.000Z' },
      { ImageId: 'ami-mid', State: 'available' as const, CreationDate: '2025-02-01T00:00:00.000Z' },
      { ImageId: 'ami-soon', State: 'pending' as const, CreationDate: '2025-04-01T00:00:00.000Z' },
    ];
    expect(newestImage(images)?.ImageId).toBe('ami-new');
    expect(newestImage([])).toBeUndefined();
  });
});
