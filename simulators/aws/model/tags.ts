import { Ec2Error } from './ec2-error.ts';

export type Tags = Readonly<Record<string, string>>;

export const tagLimit = 50;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
export function withTags(present: Tags, added: Tags): Tags {
  for (const [key, value] of Object.entries(added)) {
    if (/^aws:/i.test(key)) throw new Ec2Error('InvalidParameterValue', `Tag keys starting with aws: are reserved.`);
    if (key.length < 1 || key.length > 128) throw new Ec2Error('InvalidParameterValue', `Tag key of a wrong length.`);
    if (value.length > 256) throw new Ec2Error('InvalidParameterValue', `The value of tag ${key} is too long.`);
  }
  // Object.fromEntries, for a key such as __proto__ is a key like any other here.
  const tags = Object.fromEntries([...Object.entries(present), ...Object.entries(added)]);
  if (Object.keys(tags).length > tagLimit) throw new Ec2Error('TagLimitExceeded');
  return tags;
}

/** A tag that is named with a value goes only if it has that value. */
export function withoutTags(present: Tags, removed: ReadonlyMap<string, string | undefined>): Tags {
  const stays = ([key, value]: [string, string]): boolean => !removed.has(key) || (removed.get(key) ?? value) !== value;
  return Object.fromEntries(Object.entries(present).filter(stays));
}
