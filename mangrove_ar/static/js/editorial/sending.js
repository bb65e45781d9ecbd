/** Send words to the server, and say in one word what became of them. */

/**
 * @param {{url: string, tokenUrl: string, staff: string, token: {read: () => string, write: (token: string) => void},
 *   ask?: typeof fetch}} options
 * @returns {(words: {base: string, fields: [string, string][]}) => Promise<import("./autosave.js").Sent>}
 */
export function openSending({ url, tokenUrl, staff, token, ask = fetch.bind(globalThis) }) {
  const post = (words) =>
    request(ask, url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token.read() },
      body: JSON.stringify({ fields: [...words.fields, ["base", words.base]] }),
    });

  /** A page can outlive its session; after a new sign-in, also in another tab, it needs a new token. */
  async function renew() {
    const { status, body } = await request(ask, tokenUrl, {});
    if (status !== 200) return status === 401 ? "signed_out" : "offline";
    if (String(body.staff) !== staff) return "other_person";
    token.write(body.csrf_token);
    return "renewed";
  }

  return async (words) => {
    let reply = await post(words);
    if (reply.status === 401 || reply.body?.error?.code === "out_of_date") {
      const renewed = await renew();
      if (renewed !== "renewed") return { outcome: renewed };
      reply = await post(words);
    }
    return judge(reply);
  };
}

function judge({ status, body }) {
  if (status === 200) {
    return { outcome: body.conflicts.length ? "conflict" : "saved", base: body.base, answer: body };
  }
  if (status === 0 || !body?.error) return { outcome: "offline" };
  if (status === 401) return { outcome: "signed_out" };
  if (status === 403) return { outcome: "forbidden" };
  if (status >= 500 || status === 429) return { outcome: "not_saved" };
  return { outcome: "refused", reason: body.error.message };
}

/** Status 0: nobody answered, or somebody in between who is not our server. */
async function request(ask, url, options) {
  try {
    const answer = await ask(url, { ...options, headers: { Accept: "application/json", ...options.headers } });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return { status: 0, body: null };
  }
}
