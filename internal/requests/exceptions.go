package requests

// exceptions has what the description gets wrong, as "operation field" or, for one value that an enumeration lacks, "operation
// field=value", with the reason. Lines may be removed freely; adding one needs a reason that still convinces a year later.
var exceptions = map[string]string{}
