// The documents as the server lists them, for everything on the page that shows or counts them.

import { request } from "./requests.js";

const AT_ONCE = 10_000; // the most that the server returns

let latest = 0; // number of the newest request: a late answer must not replace a newer one

// Fetches the list, and tells everyone who listens to "quoth-listing". Returns the documents, or
// the response that says why there are none.
export async function fetchListing() {
  const number = (latest += 1);
  const documents = [];
  for (;;) {
    const response = await request(`api/documents?start=${documents.length}&limit=${AT_ONCE}`);
    if (!response.ok) return { documents: null, response };
    const some = await response.json();
    documents.push(...some);
    if (some.length < AT_ONCE) break;
  }
  if (number === latest) document.dispatchEvent(new CustomEvent("quoth-listing", { detail: documents }));
  return { documents, response: null };
}
