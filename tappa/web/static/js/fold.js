// Text as it is compared in searches: without case and accents.
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
