"""Whether two answers to the same stage can both be true."""


def contradictions(instance, peer, ours, theirs, gap):
    """Every stage in which one's plan is better than the other's bound, or both prove different optima."""
    found = []
    for number, (our, their) in enumerate(zip(ours, theirs), start=1):
        value, bound = their["value"], their["bound"]
        # Solvers count in doubles.
        noise = 1e-6 * max(1.0, abs(our["value"]))
        where = f"{instance.name}, stage {number}: {peer}"
        if value is not None and value < our["bound"] - noise:
            found.append(f"{where} finds {value:g}, below our bound {our['bound']}")
        if bound is not None and bound > our["value"] + noise:
            found.append(f"{where} proves {bound:g}, above our plan's {our['value']}")
        exact = gap == 0 and their["done"] and our["value"] == our["bound"]
        if exact and abs(value - our["value"]) > noise:
            found.append(f"{where} ends with {value:g}, ours with {our['value']}")
        if their["done"] and value is None:
            found.append(f"{where} calls the stage done without a value")
    return found
