/** What `kdbxweb` asks for in Node; in a browser it takes SubtleCrypto, and never looks at this. */
export {};
