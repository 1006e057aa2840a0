// Which collection of the server this page shows. Its address says so: with the name "contracts" it
// ends in /c/contracts/. Without such a path there is one collection, which has no name.

const [, base, name = ""] = /^(.*?\/)(?:c\/([^/]+)\/)?$/.exec(new URL(".", document.baseURI).pathname);

// The address of the server, below which all collections are.
export const server = new URL(base, document.baseURI);

// Returns the name under which this browser stores something of this collection.
export function stored(key) {
  return name ? `${key}:${name}` : key;
}
