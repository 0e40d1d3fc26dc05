import type { FoundInstanceRejection } from '@lcm/core/domain/instance';
import { unreachable } from '@lcm/core/kernel';

/** What the domain refuses about instances that were found, in words. */
export function instanceWords(rejection: FoundInstanceRejection): string {
  switch (rejection.code) {
    case 'instance.wrong-state':
      return `An instance that is ${rejection.status} cannot ${instanceVerbs[rejection.action]}.`;
    case 'instance.ending':
      return `EC2 is ending it (${rejection.state}): no worker can be made of it.`;
    case 'instance.taken':
      return `It is the host of worker ${rejection.worker} already.`;
    case 'instance.no-template':
      return `No template that is in use has the instance type ${rejection.instanceType}, so nobody can say what it holds. Name a template, or define one.`;
    case 'instance.other-type':
      return `The template ${rejection.template} is for ${rejection.templateType}, and the instance is a ${rejection.instanceType}.`;
    default:
      return unreachable(rejection);
  }
}

const instanceVerbs = {
  seek: 'be looked for',
  adopt: 'be adopted',
  terminate: 'be terminated',
  ignore: 'be ignored',
  unignore: 'be taken back',
} as const;
