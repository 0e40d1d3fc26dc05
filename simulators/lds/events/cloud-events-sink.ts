/** A bearer token for the sink; `fresh` when the last one was refused. */
export type BearerToken = (wanted: { readonly fresh: boolean }) => Promise<string>;

export interface CloudEventsSink {
  readonly url: string;
  /** Absent: the sink asks for none. */
  readonly token?: BearerToken | undefined;
  readonly timeoutMs?: number;
}

/** Posts events in structured mode; anything but a 2xx is not acknowledged. */
export function sendTo({ url, token, timeoutMs = 10_000 }: CloudEventsSink): (event: object) => Promise<void> {
  let fresh = false;
  return async (event) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${await token({ fresh })}` };
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json', ...authorization },
      body: JSON.stringify(event),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    fresh = response.status === 401;
    if (!response.ok) throw new Error(`the sink answered ${response.status}`);
  };
}
