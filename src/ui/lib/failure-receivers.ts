const mailbox = /^[\w.+-]{1,64}@[a-z0-9][a-z0-9.-]{0,180}$/;
const webhook = /^https?:\/\/\S+$/;

/** As many as are taken. */
const most = 20;

export function receiversIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((each) => each !== ''))];
}

/** What is wrong with what was typed, in words. */
export function receiversFault(text: string): string | undefined {
  const receivers = receiversIn(text);
  const odd = receivers.find((each) => !mailbox.test(each) && !webhook.test(each));
  if (odd !== undefined) return `${odd} is neither a mailbox nor a web address`;
  return receivers.length > most ? `At most ${most} are told` : undefined;
}
