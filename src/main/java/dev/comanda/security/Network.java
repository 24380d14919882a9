package dev.comanda.security;

import java.util.regex.Pattern;

/** Where a caller comes from, as far as limits count it. */
public final class Network {
    private static final Pattern IPV6_REST = Pattern.compile("^((?:[0-9a-fA-F]*:){4}).*");

    private Network() {}

    /** The address; of IPv6 the /64, as whoever has one of its addresses has them all. */
    public static String of(String address) {
        return address.indexOf(':') < 0
                ? address
                : IPV6_REST.matcher(address).replaceFirst("$1");
    }
}
