/** Sends a scene to the server, and tells a refusal from a connection that is gone. */

const OUR_FAULT = 500;

/**
 * @param {string} url
 * @param {string} token against forged requests.
 * @param {{signed_out: string, refused: string}} strings
 * @returns {(body: Object) => Promise<Object>} throws when it is worth trying again.
 */
export function makeSender(url, token, strings, fetcher = fetch.bind(globalThis)) {
  return async (body) => {
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
    const answer = await fetcher(url, { method: "POST", headers, body: JSON.stringify(body), redirect: "error" });
    if (answer.status >= OUR_FAULT) throw new Error(`The server answered ${answer.status}.`);
    const told = await answer.json().catch(() => ({}));
    if (answer.ok || (answer.status === 409 && told.conflicts)) return told;
    if ([400, 401, 403].includes(answer.status)) return { refused: strings.signed_out };
    return { refused: `${strings.refused} ${told.error?.message ?? answer.status}` };
  };
}
